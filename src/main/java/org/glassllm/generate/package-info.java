/**
 * Before: {@code train}, which trains the model. Next: {@code evaluate}, which measures models.
 *
 * <p>Generation of text from logits. {@link org.glassllm.generate.Sampling} and {@link
 * org.glassllm.generate.TokenDistribution} turn the logits of one position into a distribution, in
 * plain Java. {@link org.glassllm.generate.Decoder} feeds tokens to the model, with a key-value
 * cache. {@link org.glassllm.generate.Generator} samples one token after another and streams
 * complete characters. {@link org.glassllm.generate.Completion} is the result: the text, its ids,
 * the reason of its end, and the log-probabilities that the request asks for. A {@link
 * org.glassllm.generate.Conversation} keeps the cache between the messages of a chat; to add a chat
 * format, implement {@link org.glassllm.generate.ChatTemplate}. A {@link
 * org.glassllm.generate.PromptTemplate} is the format of instructions and answers, for fine-tuning
 * and for the chat with a fine-tuned model.
 */
package org.glassllm.generate;
