/**
 * Before: {@code optim}, which changes the parameters. Next: {@code train}, which saves a
 * checkpoint every few hundred steps.
 *
 * <p>A run is a folder with these files:
 *
 * <pre>
 * run.json                    settings and provenance
 * metrics.csv                 one row per step
 * loss.png                    the loss curve as a picture
 * data/train.tok              the token ids of the training split
 * data/validation.tok         the token ids of the validation split
 * data/tokenizer.json         the tokenizer of both token files
 * checkpoints/last            names the newest step folder
 * checkpoints/best            names the step folder with the lowest validation loss
 * checkpoints/step-N/         config.json  model.safetensors  tokenizer.json
 *                             trainer.json  trainer.safetensors  SHA256SUMS
 *                             head.safetensors and stage.json in some stages
 * data/reference/, reward/    frozen models or numbers of a stage
 * data/base/                  the base model of a run that trains adapters
 * </pre>
 *
 * <p>A step folder of a run that trains adapters has {@code adapter_config.json} and {@code
 * adapter_model.safetensors} in place of {@code config.json} and {@code model.safetensors}. {@link
 * org.glassllm.checkpoint.AdapterFiles} reads and writes both files in the format of Hugging Face's
 * PEFT.
 *
 * <p>A step folder gets its name only after all its bytes are on the disk. The two pointer files
 * are replaced atomically. So a run can be resumed after a crash at any moment. Weights have the
 * names and the layout of Hugging Face's GPT-2, so other tools can read them.
 */
package org.glassllm.checkpoint;
