/**
 * Before: {@code run}. Next: {@code serve}, which answers requests over HTTP.
 *
 * <p>Measures the peak of this machine and the share of it that training reaches. {@link
 * org.glassllm.bench.MachinePeak} measures the fastest matrix product and the memory bandwidth,
 * {@link org.glassllm.bench.Benchmark} the training speed of three well-known settings.
 */
package org.glassllm.bench;
