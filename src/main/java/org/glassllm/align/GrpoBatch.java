package org.glassllm.align;

import java.util.List;

/**
 * Responses for GRPO.
 *
 * @param policy the responses with their advantages; all tokens of a response have the same one
 * @param reference log-probabilities under the reference policy, one array per row and one number
 *     per counted position
 */
public record GrpoBatch(PolicyBatch policy, List<double[]> reference) {}
