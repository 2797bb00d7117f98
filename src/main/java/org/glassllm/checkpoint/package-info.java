/**
 * Before: {@code optim}. Next: {@code train}, which calls this package every few hundred steps.
 *
 * <p>A run is a folder:
 *
 * <pre>
 * run.json                    settings and provenance
 * metrics.csv                 one row per step
 * loss.png                    the losses as a picture
 * data/train.tok              the token ids that the run trains on
 * data/validation.tok         the token ids that it is measured on
 * data/tokenizer.json         the tokenizer of both
 * checkpoints/last            names the newest step folder
 * checkpoints/best            names the one with the lowest validation loss
 * checkpoints/step-N/         config.json  model.safetensors  tokenizer.json
 *                             trainer.json  trainer.safetensors  SHA256SUMS
 * </pre>
 *
 * <p>A step folder gets its name only after all its bytes are on the disk, and the two pointer
 * files are replaced atomically. So a run can be resumed after a crash at any moment. Weights have
 * the names and the layout of Hugging Face's GPT-2, so other tools can read them.
 */
package org.glassllm.checkpoint;
