/**
 * Before: {@code align}, which teaches a model to answer. Next: {@code run}, which connects all
 * parts.
 *
 * <p>Reports of experiments. A {@link org.glassllm.report.Report} is a list of parts: {@link
 * org.glassllm.report.Heading}, {@link org.glassllm.report.Paragraph}, {@link
 * org.glassllm.report.DataTable}, {@link org.glassllm.report.Plot} and {@link
 * org.glassllm.report.Samples}. Each part is a plain value that writes itself as Markdown. The
 * library commonmark-java converts the Markdown to HTML. To add a kind of part, implement {@link
 * org.glassllm.report.Part}.
 */
package org.glassllm.report;
