/**
 * Before: {@code tensor}, whose arrays are drawn here. Next: {@code text}, which reads corpora.
 *
 * <p>Charts and heat maps for lessons, notebooks and the command line. The library XChart draws
 * them.
 */
package org.glassllm.picture;
