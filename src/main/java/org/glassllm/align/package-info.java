/**
 * Before: {@code evaluate}, which measures models. Next: {@code report}, which presents results.
 *
 * <p>The stages after pretraining. Each stage is an {@link org.glassllm.loss.Objective}, which the
 * one training loop minimizes; the formulas are in {@code loss}.
 *
 * <table>
 * <caption>Stages, objectives and batches</caption>
 * <tr><th>stage</th><th>objective</th><th>batch</th></tr>
 * <tr><td>SFT</td><td>{@link org.glassllm.loss.NextToken}</td>
 * <td>{@link org.glassllm.batch.Batch} of responses</td></tr>
 * <tr><td>reward model</td><td>{@link org.glassllm.align.RewardObjective}</td>
 * <td>{@link org.glassllm.align.RewardBatch}</td></tr>
 * <tr><td>DPO</td><td>{@link org.glassllm.align.DpoObjective}</td>
 * <td>{@link org.glassllm.align.DpoBatch}</td></tr>
 * <tr><td>PPO</td><td>{@link org.glassllm.align.PpoObjective}</td>
 * <td>{@link org.glassllm.align.PpoBatch}</td></tr>
 * <tr><td>GRPO</td><td>{@link org.glassllm.align.GrpoObjective}</td>
 * <td>{@link org.glassllm.align.GrpoBatch}</td></tr>
 * </table>
 *
 * <p><b>LoRA.</b> Each stage can train the adapters of a {@link org.glassllm.model.LoraModel}
 * instead of all parameters. The model's base is then the reference policy, so no second model is
 * in memory.
 *
 * <p><b>SFT, step by step.</b> {@link org.glassllm.align.Rendering} turns an instruction and its
 * answer into ids with a response mask, in the format of a {@link
 * org.glassllm.generate.PromptTemplate}. The one training loop trains on these texts. {@link
 * org.glassllm.align.AnswerEvaluation} lets the model answer held-out instructions and judges the
 * answers. {@link org.glassllm.align.PolicyEvaluation} measures any policy by its samples: true
 * reward, divergence from a reference, entropy, length and pass@k.
 *
 * <p><b>PPO, step by step.</b> {@link org.glassllm.align.PpoRollouts} creates a {@link
 * org.glassllm.align.Rollout}. The {@link org.glassllm.align.ResponseSampler} generates responses
 * with the policy, and a {@link org.glassllm.align.Scorer} scores them. {@link
 * org.glassllm.align.ResponseScorer} computes their log-probabilities under the reference policy.
 * {@link org.glassllm.align.KlPenalty} turns log-probabilities and scores into rewards, {@link
 * org.glassllm.align.Gae} turns rewards and values into advantages, and {@link
 * org.glassllm.align.TokenStatistics} whitens the advantages. In {@link
 * org.glassllm.align.GrpoRollouts}, {@link org.glassllm.align.GroupAdvantages} takes the place of
 * these three. A {@link org.glassllm.align.RolloutSource} passes the responses to the training
 * loop, in the minibatches of a {@link org.glassllm.align.RolloutPlan}.
 */
package org.glassllm.align;
