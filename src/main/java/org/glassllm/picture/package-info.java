/**
 * Before: {@code tensor}, which provides arrays. Next: {@code text}, which reads corpora.
 *
 * <p>Charts and heat maps for lessons, notebooks and the command line. The library XChart draws all
 * charts and heat maps.
 */
package org.glassllm.picture;
