package org.glassllm.exercises;

import java.util.List;

/** The exercises in the order of the course. */
public final class Catalog {
  private Catalog() {}

  /**
   * One exercise.
   *
   * @param lesson number of its lesson
   * @param name of its class
   * @param title what is to be done
   * @param hints from vague to plain
   */
  public record Exercise(int lesson, String name, String title, List<String> hints) {
    /** The package part of the lesson, such as {@code l03}. */
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
              "find the pair that BPE merges next",
              List.of(
                  "Walk over every word and every i with a neighbour i + 1; add the word's count to that pair's total.",
                  "A TreeMap whose key is left * 2^32 + right walks its pairs by left id, then by right id: the first with the largest total is the answer.")),
          new Exercise(
              1,
              "EncodeWithMerges",
              "encode a word with learned merges",
              List.of(
                  "The outer loop is over the merges, the inner one over the places in the word.",
                  "Where ids i and i + 1 are the merge's left and right: put the result at i and remove i + 1.")),
          new Exercise(
              1,
              "PadBatch",
              "rows of one length with BOS, EOS and PAD",
              List.of(
                  "At most length - 2 tokens of a text fit between BOS and EOS.",
                  "Fill the row with PAD first and overwrite: then the padding needs no loop of its own.")),
          new Exercise(
              2,
              "SinusoidalPositions",
              "the sine and cosine table",
              List.of(
                  "Both channels of a pair share one angle; the pair of channel c is c / 2.",
                  "Use 2.0 * pair / dim: with 2 * pair / dim Java divides whole numbers.")),
          new Exercise(
              2,
              "RotaryEmbedding",
              "turn a query or key by its position",
              List.of(
                  "There are D/2 pairs, so i runs from 0 to D/2 - 1.",
                  "A rotation keeps a pair's length: check that a*a + b*b is the same before and after.")),
          new Exercise(
              2,
              "AlibiBias",
              "a penalty for distance",
              List.of(
                  "With 8 heads the slopes are 1/2, 1/4, … 1/256.",
                  "The key next to the query loses one slope, the query's own key loses nothing.")),
          new Exercise(
              2,
              "InputEmbeddings",
              "what enters the first block",
              List.of(
                  "Two tables, two indices: which one depends on the word, which one on the place?",
                  "Row t is tokens[ids[t]] + positions[offset + t], channel by channel.")),
          new Exercise(
              3,
              "CausalMask",
              "hide the future",
              List.of(
                  "A key j is in the future if j is greater than the query's own position.",
                  "Double.NEGATIVE_INFINITY becomes exactly 0 in the softmax, since exp of it is 0.")),
          new Exercise(
              3,
              "StableSoftmax",
              "a softmax that cannot overflow",
              List.of(
                  "Taking the same number off every score does not change a softmax. Which number keeps exp from overflowing?",
                  "Take the largest score off: the largest exponent is then 0.")),
          new Exercise(
              3,
              "Attention",
              "scaled dot-product attention with a causal mask",
              List.of(
                  "Go query by query: scores of the visible keys, softmax, weighted sum of the values.",
                  "The causal mask is nothing but the bound of the loop over keys: j from 0 to i.",
                  "D is the width of a query, q[0].length; divide by its root.")),
          new Exercise(
              4,
              "SplitHeads",
              "split channels into heads, and merge them again",
              List.of(
                  "(T, C) becomes (H, T, D): NDArray code would say reshape(T, H, D), then swapAxes(0, 1).",
                  "merge undoes split: merge(split(x, H)) is x.")),
          new Exercise(
              4,
              "GroupedQueryAttention",
              "fewer key-value heads than query heads",
              List.of(
                  "It is lesson 3's attention once for each query head; the only new thing is which k and v a head takes.",
                  "Heads of a group are neighbours: with H = 4 and G = 2, heads 0 and 1 use 0, heads 2 and 3 use 1.")),
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
                  "epsilon stands under the root.")),
          new Exercise(
              5,
              "SwiGlu",
              "a feed-forward layer with a gate",
              List.of(
                  "Write a helper for a row times a matrix first: y[j] = sum of x[i] * matrix[i][j].",
                  "Only the gate goes through silu; the other branch stays linear.")),
          new Exercise(
              5,
              "ResidualNorm",
              "pre-norm or post-norm",
              List.of(
                  "In both forms the branch's output is added to x itself.",
                  "With pre-norm nothing is normalized after the addition.")),
          new Exercise(
              6,
              "CountParameters",
              "count the parameters of a GPT-2",
              List.of(
                  "A linear layer from a to b channels has a·b weights and b biases.",
                  "Attention: one layer C → 3C for q, k and v, one C → C after it. Feed-forward: C → 4C → C.",
                  "GPT-2 small (50257, 1024, 12, 768, tied) has 124,439,808.")),
          new Exercise(
              6,
              "NextTokenLogits",
              "from the last token to logits",
              List.of(
                  "Only the last token's row matters for what comes next.",
                  "A logit is a dot product: how much the hidden vector looks like a token's embedding.")),
          new Exercise(
              7,
              "ShiftedTargets",
              "inputs and targets of a window",
              List.of(
                  "The target of an input is its right neighbour in the corpus.",
                  "A window of T inputs reads T + 1 tokens.")),
          new Exercise(
              7,
              "MaskedCrossEntropy",
              "the loss, without padding",
              List.of(
                  "-log softmax(z)[t] = log(sum of exp(z)) - z[t].",
                  "Take the largest logit off before exp and add it again after log.",
                  "Count the positions you sum over, and divide by that count.")),
          new Exercise(
              7,
              "AdamWStep",
              "one step of AdamW",
              List.of(
                  "Update both moments first, then correct copies of them; the stored moments stay uncorrected.",
                  "Decay acts on the weight itself: it never enters m or v.")),
          new Exercise(
              7,
              "WarmupCosine",
              "warm up, then half a cosine",
              List.of(
                  "Step 0 must not have the rate 0: the first step would be wasted.",
                  "The cosine of π·p falls from 1 to -1; shift and shrink it to fall from 1 to 0.")),
          new Exercise(
              7,
              "ActivationMemory",
              "what waits for the backward pass",
              List.of(
                  "Most terms grow with the tokens; which one grows with their square?",
                  "Per layer B·T·(34·C + 5·H·T), or B·T·2·C with checkpointing; times L.")),
          new Exercise(
              8,
              "NllAndPerplexity",
              "from logits to perplexity",
              List.of(
                  "nll = log(sum of exp(logits)) - logits[label], with the largest logit taken off for safety.",
                  "Average first, then exp: the mean of perplexities is something else.")),
          new Exercise(
              8,
              "BigramModel",
              "count pairs, add k",
              List.of(
                  "The probabilities of all V next tokens must sum to 1: k is added V times above, so k·V below.",
                  "Let i run to the last but one token only.")),
          new Exercise(
              8,
              "ExactMatch",
              "a strict measure of answers",
              List.of(
                  "Write a helper that makes a text plain, and apply it to both sides.",
                  "toLowerCase(Locale.ROOT): in Turkish an I has no dot.")),
          new Exercise(
              8,
              "BitsPerByte",
              "a measure that no tokenizer changes",
              List.of(
                  "Perplexity divides by tokens. What stays the same when the tokenizer changes?",
                  "Sum the nats, divide by ln 2 and by the sum of tokens[i].getBytes(UTF_8).length.")),
          new Exercise(
              9,
              "TopK",
              "keep the k likeliest",
              List.of(
                  "Sort a copy: the k-th largest logit is the threshold.",
                  "Cut first, then normalize: what is kept must sum to 1.")),
          new Exercise(
              9,
              "TopP",
              "keep the nucleus",
              List.of(
                  "Go through the tokens from the likeliest on and stop once the sum has reached p.",
                  "The token with which the sum reaches p belongs to the nucleus, so at least one is always kept.")),
          new Exercise(
              9,
              "RepetitionPenalty",
              "make said tokens less likely",
              List.of(
                  "Dividing a negative logit would raise it: -4 / 2 = -2.",
                  "Compute each new logit from the old one, so that a token said twice is not punished twice.")));
}
