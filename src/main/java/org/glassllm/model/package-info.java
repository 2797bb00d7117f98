/**
 * Before: {@code batch}, which gives ids {@code (B, T)}. Next: {@code loss}, which compares the
 * logits {@code (B, T, V)} with the tokens that really came.
 *
 * <p>A GPT in the order in which data meets it:
 *
 * <pre>
 * ids (B, T)
 *   → token embedding + position embedding                    (B, T, C)   Embedding, PositionEncoding
 *   → L blocks: x + attention(norm(x)), x + feedForward(norm(x))           TransformerBlock, CausalSelfAttention, FeedForward
 *   → final norm                                              (B, T, C)   Norm
 *   → head, tied to the token embedding                       (B, T, V)   Gpt
 * </pre>
 *
 * <p><b>Choosing.</b> {@link org.glassllm.model.GptConfig} names each choice. GPT-2's are learned
 * positions, LayerNorm, GELU and biases; Llama's are rotary positions, RMSNorm, SwiGLU and none.
 *
 * <p><b>Extending.</b> Extend {@link org.glassllm.model.GlassBlock}: declare parameters and
 * children in the constructor and write {@code apply}. A block never changes its input and never
 * keeps an array; what it makes belongs to the input's manager.
 */
package org.glassllm.model;
