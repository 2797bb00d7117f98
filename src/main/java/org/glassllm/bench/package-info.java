/**
 * Before: {@code pipeline}. Next: {@code cli}, the user interface.
 *
 * <p>Benchmarks of training and generation. {@link org.glassllm.bench.MachinePeak} measures the
 * fastest matrix product and the memory bandwidth. {@link org.glassllm.bench.Benchmark} measures
 * the training throughput of three well-known settings and the share of the peak that training
 * reaches.
 */
package org.glassllm.bench;
