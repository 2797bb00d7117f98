/**
 * Before: {@code tensor}, whose numbers are drawn here. Next: {@code text}, which brings the words.
 *
 * <p>Numbers as pictures, for lessons, notebooks and the command line alike. A charting library
 * draws; this package only says what.
 */
package org.glassllm.picture;
