/**
 * Before: {@code optim}. Next: {@code train}, which calls this package every few hundred steps.
 *
 * <p>A run is a folder:
 *
 * <pre>
 * run.json                    settings and provenance
 * metrics.csv                 one row a step
 * loss.png                    the losses as a picture
 * data/train.tok              what the run trains on, as token ids
 * data/validation.tok         what it is measured on
 * data/tokenizer.json         the tokenizer of both
 * checkpoints/last            names the newest step folder
 * checkpoints/best            names the one with the lowest validation loss
 * checkpoints/step-N/         config.json  model.safetensors  tokenizer.json
 *                             trainer.json  trainer.safetensors  SHA256SUMS
 * </pre>
 *
 * <p>A step folder appears under its name only when every byte of it is on the disk, and the two
 * pointers are files that are replaced whole: a crash at any moment leaves a run that can go on.
 * Weights have the names and the layout of Hugging Face's GPT-2, so that other tools read them.
 */
package org.glassllm.checkpoint;
