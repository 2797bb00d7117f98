package org.glassllm.align;

import java.util.List;

/**
 * Responses for PPO. Each list holds one array per row and one number per counted position.
 *
 * @param policy the responses with their advantages
 * @param values the critic's estimates at the time of generation
 * @param returns the targets of the critic, see {@link Gae#returns}
 */
public record PpoBatch(PolicyBatch policy, List<double[]> values, List<double[]> returns) {}
