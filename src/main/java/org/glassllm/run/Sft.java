package org.glassllm.run;

import com.google.gson.annotations.SerializedName;
import java.nio.file.Path;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.batch.Batch;
import org.glassllm.batch.ExampleFile;
import org.glassllm.batch.ExampleRows;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.ResponseLoss;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Validator;

/**
 * Supervised fine-tuning (SFT) on instructions and their answers. The loss counts the tokens of the
 * answers, end tokens included; the validation loss always counts these tokens only.
 *
 * @param template the name of a {@link PromptTemplate}
 * @param heldOut the absolute path of a file with held-out examples; null if every tenth row of the
 *     data is held out
 * @param packed whether a row of a batch may hold several examples
 * @param fullLoss whether the training loss counts the tokens of prompts too
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 */
public record Sft(
    String template,
    @MayBeMissing @SerializedName("held_out") String heldOut,
    boolean packed,
    @SerializedName("full_loss") boolean fullLoss,
    boolean strict)
    implements FineTuning {
  /** Maximum number of rows that an evaluation during training measures. */
  static final int MOST_VALIDATION_ROWS = 1000;

  /** Checks the template; makes the path absolute. */
  public Sft {
    PromptTemplate.named(template);
    heldOut = heldOut == null ? null : RunData.located(heldOut);
  }

  /** Creates a stage with packing whose loss counts answers only. */
  public Sft(String template, Path heldOut) {
    this(template, heldOut == null ? null : heldOut.toString(), true, false, false);
  }

  /**
   * Returns the recipe of a stage that starts from a parent run. Model, kernels and precision are
   * those of the parent; the learning rate is half of the parent's.
   */
  public static Recipe recipe(Recipe parent) {
    TrainSettings t = parent.training();
    TrainSettings settings =
        new TrainSettings(
            2000,
            8,
            1,
            TrainSettings.Windows.SHUFFLED,
            t.lr() / 2,
            0,
            50,
            TrainSettings.Decay.LINEAR,
            t.optimizer(),
            t.seed(),
            250);
    return parent.with(settings);
  }

  @Override
  public String kind() {
    return "sft";
  }

  @Override
  public String objective() {
    return fullLoss ? "next-token" : "response-token";
  }

  @Override
  public RunData data(String source, Recipe recipe) {
    return FineTuning.instructions(this, source, recipe, fullLoss);
  }

  @Override
  public void requireEnough(RunFolder folder, int context) {
    ExampleFile.open(folder.trainingTokens());
    ExampleFile.open(folder.validationTokens());
  }

  @Override
  public Training<Batch> training(Workplace work) {
    ExampleFile training = ExampleFile.open(work.folder().trainingTokens());
    ExampleFile validation = ExampleFile.open(work.folder().validationTokens());
    int context = work.model().context();
    ExampleRows rows = new ExampleRows(validation, packed, context);
    ResponseLoss loss = new ResponseLoss(rows, MOST_VALIDATION_ROWS, work.manager());
    Learner<Batch> learner = TextTraining.learner(work);
    return new TextTraining(
        learner,
        work.recipe().training().batches(new ExampleRows(training, packed, context)),
        Validator.of(progress -> loss.measure(work.model(), progress).loss()),
        RunSampler.answers(work, template, validation.get(0)));
  }
}
