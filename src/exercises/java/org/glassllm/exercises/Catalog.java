package org.glassllm.exercises;

import java.util.List;

/** The list of all exercises, in the order of the course. */
public final class Catalog {
  private Catalog() {}

  /**
   * One exercise.
   *
   * @param lesson number of its lesson
   * @param name name of its class
   * @param title the task in a few words
   * @param hints from general to specific
   */
  public record Exercise(int lesson, String name, String title, List<String> hints) {
    /** Returns the last part of the package name, such as {@code l03}. */
    public String folder() {
      return String.format("l%02d", lesson);
    }
  }

  /** All exercises. */
  public static final List<Exercise> ALL =
      List.of(
          new Exercise(
              1,
              "TrainOneMerge",
              "find the next pair that BPE merges",
              List.of(
                  "For each word and each i: add the count of the word to the total of the pair (i, i + 1).",
                  "A TreeMap with the key left * 2^32 + right orders pairs by left id, then by right id: return the first pair with the largest total.")),
          new Exercise(
              1,
              "EncodeWithMerges",
              "encode a word with learned merges",
              List.of(
                  "The outer loop is over the merges, the inner loop is over the positions in the word.",
                  "If ids i and i + 1 are the left and right of the merge, replace id i by the result and remove id i + 1.")),
          new Exercise(
              1,
              "PadBatch",
              "rows of one length with BOS, EOS and PAD",
              List.of(
                  "At most length - 2 tokens of a text fit between BOS and EOS.",
                  "Fill the row with PAD first, then overwrite its beginning: no other loop is needed for padding.")),
          new Exercise(
              2,
              "SinusoidalPositions",
              "the sine and cosine table",
              List.of(
                  "Both channels of a pair share one angle; the pair of channel c is c / 2.",
                  "Use 2.0 * pair / dim: 2 * pair / dim is an integer division in Java.")),
          new Exercise(
              2,
              "RotaryEmbedding",
              "rotate a query or key by its position",
              List.of(
                  "There are D/2 pairs, so i runs from 0 to D/2 - 1.",
                  "A rotation preserves the length of a pair: a*a + b*b is the same before and after.")),
          new Exercise(
              2,
              "AlibiBias",
              "a penalty that grows with the distance",
              List.of(
                  "With 8 heads the slopes are 1/2, 1/4, … 1/256.",
                  "The key next to the query gets minus one slope; the query's own key gets 0.")),
          new Exercise(
              2,
              "InputEmbeddings",
              "the input of the first block",
              List.of(
                  "Two tables, two indices: which one is the token id, which one is the position?",
                  "Row t is tokens[ids[t]] + positions[offset + t], channel by channel.")),
          new Exercise(
              3,
              "CausalMask",
              "hide later tokens",
              List.of(
                  "Key j is later than the query if j is greater than the position of the query.",
                  "Double.NEGATIVE_INFINITY gets the weight 0 from the softmax, since its exponential is 0.")),
          new Exercise(
              3,
              "StableSoftmax",
              "a softmax without overflow",
              List.of(
                  "A softmax does not change if you subtract the same number from every score. Which number prevents overflow?",
                  "Subtract the largest score: then the largest exponent is 0.")),
          new Exercise(
              3,
              "Attention",
              "scaled dot-product attention with a causal mask",
              List.of(
                  "For each query: compute the scores of the visible keys, their softmax, and the weighted sum of the values.",
                  "The causal mask is the bound of the loop over keys: j from 0 to i.",
                  "D is the length of a query, q[0].length; divide by the root of D.")),
          new Exercise(
              4,
              "SplitHeads",
              "split channels into heads, and merge them again",
              List.of(
                  "(T, C) becomes (H, T, D); with NDArray: reshape(T, H, D), then swapAxes(0, 1).",
                  "merge undoes split: merge(split(x, H)) is x.")),
          new Exercise(
              4,
              "GroupedQueryAttention",
              "fewer key-value heads than query heads",
              List.of(
                  "Run the attention of lesson 03 for each query head. New is only the choice of k and v.",
                  "Heads of a group are adjacent: with H = 4 and G = 2, heads 0 and 1 use 0, heads 2 and 3 use 1.")),
          new Exercise(
              4,
              "AttentionParameters",
              "count the weights of one attention layer",
              List.of(
                  "Which projections are there, and how many outputs has each?",
                  "Queries C·C, keys and values C·(G·D) each, output C·C; biases C + 2·G·D + C.")),
          new Exercise(
              5,
              "LayerNorm",
              "mean 0, variance 1",
              List.of(
                  "Three loops: the mean, the variance, the result.",
                  "epsilon is under the root.")),
          new Exercise(
              5,
              "SwiGlu",
              "a feed-forward layer with a gate",
              List.of(
                  "Write a helper for a row times a matrix first: y[j] is the sum of x[i] * matrix[i][j].",
                  "Apply silu to the gate only; the other branch is linear.")),
          new Exercise(
              5,
              "ResidualNorm",
              "pre-norm or post-norm",
              List.of(
                  "In both forms the branch's output is added to x itself.",
                  "Pre-norm normalizes nothing after the addition.")),
          new Exercise(
              6,
              "CountParameters",
              "count the parameters of a GPT-2",
              List.of(
                  "A linear layer from a to b channels has a·b weights and b biases.",
                  "Attention: one layer C → 3C for q, k and v, one C → C for the output. Feed-forward: C → 4C → C.",
                  "GPT-2 small (50257, 1024, 12, 768, tied) has 124,439,808.")),
          new Exercise(
              6,
              "NextTokenLogits",
              "from the last token to logits",
              List.of(
                  "Only the row of the last token predicts the next token.",
                  "A logit is the dot product of the hidden vector and the embedding of a token.")),
          new Exercise(
              7,
              "ShiftedTargets",
              "inputs and targets of a window",
              List.of(
                  "The target of an input is the next token of the corpus.",
                  "A window of T inputs reads T + 1 tokens.")),
          new Exercise(
              7,
              "MaskedCrossEntropy",
              "the loss, without padding",
              List.of(
                  "-log softmax(z)[t] = log(sum of exp(z)) - z[t].",
                  "Subtract the largest logit before exp, and add it after log.",
                  "Count the positions in the sum, and divide by that count.")),
          new Exercise(
              7,
              "AdamWStep",
              "one step of AdamW",
              List.of(
                  "Update both moments first, then correct copies of them. Store the uncorrected moments.",
                  "Decay changes the weight itself; it does not enter m or v.")),
          new Exercise(
              7,
              "WarmupCosine",
              "warm-up, then half a cosine",
              List.of(
                  "Step 0 must not have learning rate 0: the first step would change nothing.",
                  "The cosine of π·p falls from 1 to -1; add 1 and halve it, so that it falls from 1 to 0.")),
          new Exercise(
              7,
              "ActivationMemory",
              "the memory of the backward pass",
              List.of(
                  "Most terms grow with T; which one grows with the square of T?",
                  "Per layer B·T·(34·C + 5·H·T), or B·T·2·C with checkpointing; times L.")),
          new Exercise(
              8,
              "NllAndPerplexity",
              "from logits to perplexity",
              List.of(
                  "nll = log(sum of exp(logits)) - logits[label]. Subtract the largest logit before exp.",
                  "Compute the mean first, then exp: the mean of perplexities is a different number.")),
          new Exercise(
              8,
              "BigramModel",
              "count pairs and add k",
              List.of(
                  "The probabilities of all V next tokens must sum to 1: k in each numerator needs k·V in the denominator.",
                  "The last pair starts at the second to last token.")),
          new Exercise(
              8,
              "ExactMatch",
              "a strict measure of answers",
              List.of(
                  "Write a helper that normalizes a text, and apply it to both sides.",
                  "Use toLowerCase(Locale.ROOT): in a Turkish locale, I becomes a dotless i.")),
          new Exercise(
              8,
              "BitsPerByte",
              "a measure independent of the tokenizer",
              List.of(
                  "Perplexity divides by tokens. Which count of a text is independent of the tokenizer?",
                  "Sum the nats, divide by ln 2 and by the sum of tokens[i].getBytes(UTF_8).length.")),
          new Exercise(
              9,
              "TopK",
              "keep the k most probable tokens",
              List.of(
                  "Sort a copy: the k-th largest logit is the threshold.",
                  "Truncate first, then normalize: the kept probabilities must sum to 1.")),
          new Exercise(
              9,
              "TopP",
              "keep the nucleus",
              List.of(
                  "Go through the tokens from the most probable one, and stop when the sum reaches p.",
                  "The token that makes the sum reach p belongs to the nucleus, so at least one token is kept.")),
          new Exercise(
              9,
              "RepetitionPenalty",
              "lower the probability of generated tokens",
              List.of(
                  "Dividing a negative logit would raise it: -4 / 2 = -2.",
                  "Compute each new logit from the old one: the penalty applies once to a token that occurs twice.")),
          new Exercise(
              10,
              "CachedStep",
              "one attention step with cached keys and values",
              List.of(
                  "Which position has the new token? The cache knows: count its rows.",
                  "Append the rotated key and the value first. Then attention is that of lesson 03 for one query, without a mask.",
                  "Arrays.copyOf(keys, keys.length + 1) returns a longer array and leaves the given one unchanged.")),
          new Exercise(
              10,
              "KvMemory",
              "the memory of a cache",
              List.of(
                  "How many arrays does a layer store, and which shape has each?",
                  "A layer stores two arrays of shape (B, G, T, D).",
                  "A product of ints is an int, even if the method returns a long: write 2L.")),
          new Exercise(
              10,
              "ChunkMask",
              "the visible keys of a chunk of a prompt",
              List.of(
                  "Number the tokens of the whole text. Which number has query i of this chunk?",
                  "Query i has the position cached + i; place j holds the token with position j.")),
          new Exercise(
              11,
              "FormatInstruction",
              "write an instruction and its answer in Alpaca's format",
              List.of(
                  "What does a model see before it answers? All of it is prompt, the newline after ### Response: too.",
                  "Append the section of the input only if the input is not empty.",
                  "The response is output + end.")),
          new Exercise(
              11,
              "ResponseMask",
              "the positions whose predictions the loss counts",
              List.of(
                  "Find the index of the last token that the model must predict: the first end token from index prompt on.",
                  "Position t predicts the token at t + 1. Which t predicts the first token of the answer?",
                  "A position counts if prompt <= t + 1 and t + 1 <= last. Without an end token, last is the last index of the row.")),
          new Exercise(
              11,
              "Collate",
              "texts of different lengths in one batch",
              List.of(
                  "Fill the inputs with the padding and the targets with IGNORE first.",
                  "Token t is the target of position t - 1.",
                  "The mask belongs to tokens, so ask response[r][t] for the target ids[r][t].")),
          new Exercise(
              11,
              "MergeLora",
              "apply and merge a low-rank update",
              List.of(
                  "r is the number of rows of B. Both methods need the factor alpha / r.",
                  "(x A) B: first r numbers, then m numbers.",
                  "Row i of ΔW is (alpha / r) times row i of A, multiplied by B. Add it to a copy of row i of W.")),
          new Exercise(
              12,
              "RewardLoss",
              "the loss of a reward model",
              List.of(
                  "Which number of a pair decides everything? Compute it first.",
                  "-log σ(x) = log(1 + exp(-x)). For x below 0 it also equals -x + log(1 + exp(x)).",
                  "Both cases together: max(-x, 0) + log1p(exp(-|x|)).")),
          new Exercise(
              12,
              "Gae",
              "the advantage of each token",
              List.of(
                  "The advantage of a token needs the one of the next token: in which order must the loop go?",
                  "Start with an advantage of 0 and a value of 0 behind the last token.",
                  "γ multiplies the next value; γ λ multiplies the next advantage.")),
          new Exercise(
              12,
              "PpoClip",
              "the clipped loss of PPO and its gradient",
              List.of(
                  "Write both terms down, with and without the clip. The loss takes the smaller one.",
                  "Inside the interval both terms are equal, and the gradient is -ρ A / n.",
                  "The gradient is 0 exactly if the clipped term is the smaller one.")),
          new Exercise(
              12,
              "GroupAdvantages",
              "compare responses to the same prompt",
              List.of(
                  "Two loops: one over groups, one over the responses of a group.",
                  "The mean first, then the squares of the differences, then the result.",
                  "Divide the squares by groupSize - 1, and add 1e-4 behind the root.")),
          new Exercise(
              13,
              "SequenceLogProb",
              "the log-probability of a response",
              List.of(
                  "Which row of logits predicts the first response token, ids[prompt]?",
                  "Loop over t from prompt to length - 1; the logits at t - 1 predict ids[t].",
                  "The log-probability is logits[id] - log(sum of exp(logits)). Subtract the largest logit before exp, and add it after the logarithm.")),
          new Exercise(
              13,
              "DpoLoss",
              "DPO's loss of one pair",
              List.of(
                  "Compute the log-ratio of each response first: policy minus reference.",
                  "beta multiplies the difference of the log-ratios, inside of the sigmoid.",
                  "Math.log1p(x) is log(1 + x), exact for small x. With a = -|x|: log sigmoid(x) = min(x, 0) - log1p(exp(a)).")),
          new Exercise(
              13,
              "DpoStep",
              "a step of gradient descent on a table of logits",
              List.of(
                  "Compute all h from the given logits before you change any of them: copy the array.",
                  "In h, the softmax's normalizer cancels: use the logit minus the logarithm of the reference's probability.",
                  "A pair moves two logits by the same amount: up for the chosen, down for the rejected response. wins[i][j] / all pairs is its weight.")),
          new Exercise(
              16,
              "AcceptOrReject",
              "accept drafted tokens, or replace the first one that is rejected",
              List.of(
                  "Compare one draft after another. The first one that is rejected ends the loop.",
                  "p / q may exceed 1. Then the draft is accepted in any case, since each uniform number is below 1.",
                  "Residual: max(0, p[i] - q[i]) for each token, divided by the sum over all tokens.",
                  "If the loop ends without a rejection, draw from p[drafted.length].")),
          new Exercise(
              16,
              "BlockTable",
              "a token's place in paged memory",
              List.of(
                  "How many blocks do 1, 4 and 5 tokens need, if a block has 4 slots?",
                  "Rounding up without floating-point numbers: (tokens + size - 1) / size.",
                  "Token 5 is in the text's block 5 / 4 = 1, at its slot 5 % 4 = 1.")),
          new Exercise(
              16,
              "NextBatch",
              "prefill, decode or wait",
              List.of(
                  "Go through the requests in order of arrival. Count the rows that are taken.",
                  "A complete request takes no row, so it does not count.",
                  "A flag remembers that a prompt is being read already.")));
}
