package org.glassllm.run;

import java.util.List;
import java.util.Map;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.align.PolicyFigures;
import org.glassllm.evaluate.Estimate;
import org.glassllm.text.examples.Example;

/**
 * The evaluation of several runs on the same held-out instructions.
 *
 * @param data the file of the instructions and the counts of its rows
 * @param reference the name of the run from which the divergence is measured
 * @param examples the instructions
 * @param runs the result of each run
 */
public record Comparison(
    ExampleData.Count data, String reference, List<Example> examples, List<Entry> runs) {

  /**
   * The result of a run.
   *
   * @param name a short name, different for each run
   * @param run the folder of the run
   * @param stage the name of the stage
   * @param step the step of the best checkpoint
   * @param template the name of the format of prompts
   * @param figures the figures on all instructions
   * @param gain the difference of the true reward to the first run, on the same instructions; null
   *     for the first run and without skills
   * @param skills the figures of each skill
   * @param answers the answers to each instruction
   */
  public record Entry(
      String name,
      String run,
      String stage,
      long step,
      String template,
      PolicyFigures figures,
      Estimate gain,
      Map<String, PolicyFigures> skills,
      List<PolicyEvaluation.Answered> answers) {}
}
