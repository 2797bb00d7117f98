/**
 * Before: {@code tensor}, whose arrays are drawn here. Next: {@code text}, which reads corpora.
 *
 * <p>Charts, heat maps and coloured tokens for lessons, notebooks and the command line. The library
 * XChart draws them.
 */
package org.glassllm.picture;
