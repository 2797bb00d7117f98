/**
 * Before: {@code batch}, which provides ids {@code (B, T)}. Next: {@code loss}, which compares the
 * logits {@code (B, T, V)} with the targets.
 *
 * <p>The components of a GPT compute in this order:
 *
 * <pre>
 * ids (B, T)
 *   → token embedding + positions             (B, T, C)   Embedding, Positions
 *   → L blocks: x + attention(norm(x)),
 *               x + feedForward(norm(x))      (B, T, C)   TransformerBlock, MultiHeadAttention,
 *                                                         ScaledDotProductAttention, Mlp
 *   → final norm                              (B, T, C)   LayerNorm
 *   → head, tied to the token embedding       (B, T, V)   Embedding.unembed
 * </pre>
 *
 * <p><b>Choosing.</b> {@link org.glassllm.model.GptConfig} has one field for each choice. GPT-2 has
 * learned positions, LayerNorm, GELU and biases; Llama has rotary positions, RMSNorm, SwiGLU and no
 * biases. {@link org.glassllm.model.Mask} selects the keys that each query attends to.
 *
 * <p><b>Two forms.</b> Each operation has two forms in one class. The readable form consists of
 * NDArray operations; the fused form is one call of libtorch. {@link org.glassllm.tensor.Kernels}
 * selects the form; a contract test compares outputs and gradients.
 *
 * <p><b>LoRA.</b> A {@link org.glassllm.model.LoraModel} adds low-rank updates to weights of a
 * fixed {@link org.glassllm.model.Gpt}. The {@link org.glassllm.model.Pass} carries the updates;
 * {@link org.glassllm.model.Linear} and {@link org.glassllm.model.Embedding} add them to their
 * outputs.
 *
 * <p><b>Extending.</b> Each component is a record that implements a sealed interface: {@link
 * org.glassllm.model.Positions}, {@link org.glassllm.model.Norm}, {@link
 * org.glassllm.model.FeedForward} or {@link org.glassllm.model.Attention}. A new feed-forward layer
 * needs three changes: a file, its name in the {@code permits} list of {@code FeedForward}, and a
 * line in the README. Files, the command line and cost formulas then find the layer by its {@code
 * type()}. For example, GEGLU looks as follows:
 *
 * <pre>{@code
 * public record GeGlu(int hidden) implements FeedForward {
 *   public GeGlu() { this(0); }                                    // the default values
 *   public String type() { return "geglu"; }                       // the name in files
 *   public int hidden(int dim) { return hidden == 0 ? 8 * dim / 3 : hidden; }
 *   public FeedForward withHidden(int other) { return new GeGlu(other); }
 *   public long parameters(GptConfig c) { ... }
 *   public GlassBlock build(GptConfig c) { return new Layer(c); }  // see SwiGlu
 * }
 * }</pre>
 *
 * <p>A block extends {@link org.glassllm.model.GlassBlock}. The constructor declares parameters and
 * child blocks; {@code apply} computes the output. A block never changes its input and keeps no
 * array of a pass. A new kind of model implements {@link org.glassllm.model.LanguageModel}; a model
 * that also implements {@link org.glassllm.model.HiddenStateModel} can have a value head.
 */
package org.glassllm.model;
