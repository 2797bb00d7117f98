package org.glassllm.align;

import java.util.List;
import org.glassllm.batch.Batch;

/**
 * Responses that a policy generated, with the advantage of each response token. Each list holds one
 * array per row and one number per counted position.
 *
 * @param texts prompts and responses
 * @param old log-probabilities under the policy that generated the tokens
 * @param advantages the advantages of the tokens
 */
public record PolicyBatch(Batch texts, List<double[]> old, List<double[]> advantages) {}
