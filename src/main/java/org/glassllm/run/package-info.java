/**
 * Before: {@code report}, which presents results. Next: {@code pipeline}, which trains all stages
 * one after another.
 *
 * <p>{@link org.glassllm.run.TrainingRun} combines all previous packages: from a {@link
 * org.glassllm.run.Recipe} and {@link org.glassllm.run.RunData} this class trains a model and saves
 * the model in a folder. {@link org.glassllm.run.TrainedModel} loads the model from this folder.
 * The command line, notebooks and lessons call these two classes. A {@link org.glassllm.run.Stage}
 * supplies the data, the learner, the batches and the validation: {@link
 * org.glassllm.run.Pretraining} reads plain text, {@link org.glassllm.run.Sft} reads instructions
 * with answers, {@link org.glassllm.run.RewardStage} and {@link org.glassllm.run.Dpo} read
 * preferences, and {@link org.glassllm.run.Ppo} and {@link org.glassllm.run.Grpo} train on answers
 * that the model generates. To add a stage, implement {@link org.glassllm.run.FineTuning} by a
 * record and add its kind to {@link org.glassllm.run.Stages}; {@code run.json} then has its
 * components. A {@link org.glassllm.run.RunRecord} states the origin of a run: the kind, the
 * objective, the recipe, the data, and the parent run whose weights the run started from. A {@link
 * org.glassllm.run.PromptBatch} continues all prompts of a file. A {@link
 * org.glassllm.run.ComparisonSetup} evaluates several runs on the same instructions.
 *
 * <p>With {@link org.glassllm.run.LoraSettings}, a run trains adapters of its base model only. The
 * base model is saved once, in {@code data/base}; {@link org.glassllm.run.MergedRun} writes a run
 * with the merged weights.
 */
package org.glassllm.run;
