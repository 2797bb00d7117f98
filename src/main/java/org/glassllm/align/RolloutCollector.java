package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.batch.Example;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Seeds;

/**
 * Collects the responses of a rollout, with their scores and log-probabilities. PPO and GRPO share
 * these steps.
 *
 * @param prompts the prompts of each rollout
 * @param sampler samples responses from the policy
 * @param scorer scores the responses
 * @param reference the reference policy, which does not change
 * @param rows maximum number of texts in a pass that computes log-probabilities; limits memory
 */
public record RolloutCollector(
    RolloutPrompt.Plan prompts,
    ResponseSampler sampler,
    Scorer scorer,
    LanguageModel reference,
    int rows) {
  /** Checks that every prompt leaves room for a response. */
  public RolloutCollector {
    Check.positive("rows", rows);
    int most = sampler.policy().context() - 1;
    for (RolloutPrompt prompt : prompts.all()) {
      Check.within("number of tokens in a prompt", prompt.ids().length, 1, most);
    }
  }

  /**
   * Returns the responses of a rollout.
   *
   * @param groupSize number of responses to each prompt; the responses of a prompt are consecutive
   * @param progress receives the number of finished responses
   */
  List<Response> responses(long index, int groupSize, Progress progress) {
    List<RolloutPrompt> repeated = new ArrayList<>();
    for (RolloutPrompt prompt : prompts.of(index)) {
      repeated.addAll(Collections.nCopies(groupSize, prompt));
    }
    return sampler.sample(repeated, new Seeds(prompts.seed()), index, progress);
  }

  /** Returns the responses as texts. */
  static List<Example> texts(List<Response> responses) {
    return responses.stream().map(Response::text).toList();
  }

  /**
   * Returns the experiences of responses.
   *
   * @param policy the estimates of the policy that generated the responses
   */
  List<Experience> experiences(List<Response> responses, double[] scores, Estimates policy) {
    List<double[]> frozen =
        new ResponseScorer(reference, manager()).perToken(texts(responses), rows);
    List<Experience> experiences = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      Response response = responses.get(i);
      experiences.add(
          new Experience(
              response.prompt().ids(),
              response.ids(),
              response.ended(),
              scores[i],
              policy.logProbs().get(i),
              frozen.get(i),
              policy.values().get(i)));
    }
    return experiences;
  }

  /** Returns the parent of each pass's manager. */
  NDManager manager() {
    return sampler.manager();
  }
}
