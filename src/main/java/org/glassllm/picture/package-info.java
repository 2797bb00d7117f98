/**
 * Charts and heat maps for lessons, notebooks and the command line. The previous package is {@code
 * tensor}, which provides arrays. The next package is {@code text}, which reads corpora.
 *
 * <p>Charts and heat maps for lessons, notebooks and the command line. The library XChart draws all
 * charts and heat maps.
 */
package org.glassllm.picture;
