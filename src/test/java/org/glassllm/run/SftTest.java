package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.glassllm.align.AnswerEvaluation;
import org.glassllm.align.Rendering;
import org.glassllm.align.ResponseScorer;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.ExampleFile;
import org.glassllm.batch.ExampleRows;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.generate.Conversation;
import org.glassllm.generate.Sampling;
import org.glassllm.model.Gpt;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Supervised fine-tuning as a stage of a run folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftTest {
  private Path folder;
  private Path base;
  private Path data;
  private final List<Instruction> tasks = new ArrayList<>();

  @BeforeAll
  void trainBase(@TempDir Path temporary) throws IOException {
    folder = temporary;
    TaskSource source =
        new TaskSource(
            Skills.named(List.of("reverse", "count-letters"), Skills.all()), Part.TRAIN, 1);
    for (int i = 0; i < 8; i++) {
      tasks.add(source.task(i).example());
    }
    tasks.add(new Instruction("Say hello.", "", "hello"));
    data = write("tasks.jsonl", tasks);
    Path text = folder.resolve("text.txt");
    Files.writeString(
        text,
        (Files.readString(data) + "\n### Instruction: Input: Response: user assistant 0123456789")
            .repeat(2));
    base = folder.resolve("base");
    Recipe r = Recipes.named("test");
    Recipe recipe =
        new Recipe(
            r.preset(),
            r.model().toBuilder().context(128).build(),
            settings(6, 3, 1),
            r.tokenizer(),
            r.vocab());
    try (TrainingRun run = TrainingRun.start(base, recipe, text.toString())) {
      run.train();
    }
  }

  private Path write(String name, List<Instruction> rows) throws IOException {
    List<String> lines = rows.stream().map(row -> Json.line(row)).toList();
    return Files.write(folder.resolve(name), lines);
  }

  private static TrainSettings settings(long steps, long evalEvery, int gradAccum) {
    TrainSettings t = Recipes.named("test").training();
    return new TrainSettings(
        steps,
        2,
        gradAccum,
        TrainSettings.Windows.SHUFFLED,
        6e-3,
        0,
        2,
        TrainSettings.Decay.LINEAR,
        t.optimizer(),
        3,
        evalEvery);
  }

  private Recipe recipe(TrainSettings settings, double dropout) {
    Recipe r = Sft.recipe(RunRecord.of(RunFolder.open(base)).recipe());
    return new Recipe(
        r.preset(),
        r.model().toBuilder().dropout(dropout).build(),
        settings,
        r.tokenizer(),
        r.vocab());
  }

  private TrainingRun start(String name, Recipe recipe, Sft stage, Path rows) {
    RunSetup setup = new RunSetup(folder.resolve(name), recipe, rows.toString());
    return TrainingRun.start(setup.from(base).with(stage));
  }

  private Sft stage(String template) {
    return new Sft(template, data);
  }

  /** A model that learned its data by heart gives exactly the answers of the data. */
  @Test
  void answersAreJudgedByTheirSkill() throws IOException {
    List<Instruction> taught = new ArrayList<>(tasks);
    Instruction letters = tasks.get(1); // count-letters: a wrong number is in the format
    taught.set(1, new Instruction(letters.instruction(), letters.input(), "7"));
    Instruction word = tasks.get(3); // a sentence is not in the format
    taught.set(3, new Instruction(word.instruction(), word.input(), "so many"));
    Path rows = write("taught.jsonl", taught);
    for (String template : List.of("alpaca", "chat")) {
      Path root = folder.resolve("learned-" + template);
      Sft stage = new Sft(template, rows);
      try (TrainingRun run =
          start(root.getFileName().toString(), recipe(settings(280, 140, 2), 0), stage, rows)) {
        run.train();
      }
      try (TrainedModel model = TrainedModel.open(root)) {
        Rendering rendering = new Rendering(model.template(), model.tokenizer());
        AnswerEvaluation evaluation =
            new AnswerEvaluation(model.model(), rendering, 40, 4, model.manager());
        List<Example> asked = new ArrayList<>(tasks);
        assertEquals(
            taught.stream().map(Instruction::output).toList(),
            evaluation.answers(asked, Progress.NONE));
        AnswerEvaluation.Result result = evaluation.measure(asked, Progress.NONE);
        assertEquals(
            List.of(
                new AnswerEvaluation.Score("reverse", 4, 4, 4),
                new AnswerEvaluation.Score("count-letters", 4, 2, 3),
                new AnswerEvaluation.Score(AnswerEvaluation.OTHER, 1, 1, null)),
            result.skills());
        assertEquals(7.0 / 9, result.exactMatch(), 1e-12);
        assertEquals(7.0 / 8, result.format(), 1e-12);
        assertEquals(responseLoss(model, rendering, asked), result.responses().loss(), 1e-6);
        for (Instruction task : taught) { // glass generate and glass chat
          String message = task.prompt();
          assertEquals(task.output(), model.generate(message, 50, Sampling.GREEDY, 1));
          try (Conversation talk = model.conversation()) {
            Conversation.Message asks = new Conversation.Message(message, 50, Sampling.GREEDY, 1);
            Conversation.Answer answer = talk.answer(asks, part -> {}, () -> false);
            assertEquals(task.output(), answer.text());
            assertEquals(Conversation.End.STOP, answer.end());
          }
        }
      }
    }
  }

  /** Computes the mean loss of the answers' tokens with another class. */
  private static double responseLoss(
      TrainedModel model, Rendering rendering, List<Example> examples) {
    ResponseScorer scorer = new ResponseScorer(model.model(), model.manager());
    double sum = 0;
    long tokens = 0;
    for (Example example : examples) {
      org.glassllm.batch.Example text = rendering.of(example);
      sum -= scorer.sums(new Collator(0).batch(List.of(text)))[0];
      tokens += text.counted();
    }
    return sum / tokens;
  }

  @Test
  void aResumedRunEqualsAnUninterruptedRun() throws IOException {
    TrainSettings settings = settings(9, 4, 2);
    List<Double> whole = new ArrayList<>(), parts = new ArrayList<>();
    try (TrainingRun run = start("whole", recipe(settings, 0.2), stage("chat"), data)) {
      run.listener(losses(whole, new AtomicLong())).train();
    }
    AtomicLong step = new AtomicLong();
    try (TrainingRun run = start("parts", recipe(settings, 0.2), stage("chat"), data)) {
      run.listener(losses(parts, step)).stopWhen(() -> step.get() == 3).train();
    }
    Path root = folder.resolve("parts");
    Files.delete(root.resolve("data/train.tok")); // is encoded again
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      assertEquals(3, run.from().step());
      assertEquals(9, run.listener(losses(parts, step)).train().step());
    }
    assertEquals(whole, parts);
    for (String file : List.of("model.safetensors", "trainer.safetensors", "trainer.json")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole/checkpoints/step-9").resolve(file)),
          Files.readAllBytes(root.resolve("checkpoints/step-9").resolve(file)),
          file);
    }
  }

  private static TrainListener losses(List<Double> losses, AtomicLong step) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        losses.add(metrics.loss());
        step.set(metrics.step());
      }
    };
  }

  @Test
  void packedRowsTrainLikeSingleRows() {
    start("rows", recipe(settings(2, 2, 1), 0), stage("alpaca"), data).close();
    ExampleFile file = ExampleFile.open(RunFolder.open(folder.resolve("rows")).trainingTokens());
    List<Learner.Result> results = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    Checkpoint first = RunFolder.open(folder.resolve("rows")).last();
    for (boolean packed : new boolean[] {true, false}) {
      ExampleRows rows = new ExampleRows(file, packed, 128);
      assertEquals(packed, rows.size() < file.size());
      NDManager manager = Torch.manager();
      Gpt gpt = first.loadModel(manager, Kernels.FUSED);
      try (Learner<Batch> learner =
          Learner.pretraining(manager, gpt, Recipes.named("test").training().optimizer(), 1)) {
        long[] all = LongStream.range(0, rows.size()).toArray();
        results.add(learner.step(0, List.of(rows.batch(all)), 1e-2));
        weights.add(gpt.namedParameters().get("wte.weight").getArray().toFloatArray());
      }
    }
    assertEquals(results.get(1).tokens(), results.get(0).tokens());
    assertEquals(results.get(1).loss(), results.get(0).loss(), 1e-5);
    assertEquals(results.get(1).gradientNorm(), results.get(0).gradientNorm(), 1e-4);
    assertArrayEquals(weights.get(1), weights.get(0), 1e-3f);
  }

  @Test
  void allKernelsAndPrecisionsTrainAlike() {
    List<Double> losses = new ArrayList<>();
    Recipe r = recipe(settings(8, 8, 2), 0);
    for (String kind : List.of("fused float32", "readable float32", "fused bfloat16")) {
      String[] words = kind.split(" ");
      Recipe one =
          new Recipe(
              r.preset(), r.model(), r.training(), r.tokenizer(), r.vocab(), words[0], words[1]);
      try (TrainingRun run = start(kind, one, stage("chat"), data)) {
        losses.add(run.train().bestValidationLoss());
      }
    }
    assertEquals(losses.get(0), losses.get(1), 1e-4);
    assertEquals(losses.get(0), losses.get(2), 0.02);
  }

  @Test
  void newTokensGetTheMeanEmbeddingAndChangeNothingElse() {
    start("grown", recipe(settings(2, 2, 1), 0), stage("chat"), data).close();
    try (NDManager manager = Torch.manager()) {
      Gpt old = RunFolder.open(base).best().loadModel(manager, Kernels.FUSED);
      Gpt grown = RunFolder.open(folder.resolve("grown")).last().loadModel(manager, Kernels.FUSED);
      int v = old.vocabSize();
      assertEquals(v + 2, grown.vocabSize());
      NDArray ids = manager.create(new long[] {3, 1, 4, 1, 5}, new Shape(1, 5));
      NDArray expected = old.logits(Pass.inference(manager, Kernels.FUSED), ids);
      NDArray found = grown.logits(Pass.inference(manager, Kernels.FUSED), ids);
      assertArrayEquals(expected.toFloatArray(), found.get("..., :{}", v).toFloatArray(), 1e-5f);
      NDArray table = old.namedParameters().get("wte.weight").getArray();
      NDArray larger = grown.namedParameters().get("wte.weight").getArray();
      for (int row = v; row < v + 2; row++) {
        assertArrayEquals(
            table.mean(new int[] {0}).toFloatArray(), larger.get(row).toFloatArray(), 1e-6f);
      }
    }
  }

  @Test
  void fullLossCountsPromptsInTrainingOnly() {
    Sft full = new Sft("alpaca", data.toString(), true, true, false);
    start("full", recipe(settings(2, 2, 1), 0), full, data).close();
    start("answers", recipe(settings(2, 2, 1), 0), stage("alpaca"), data).close();
    RunFolder a = RunFolder.open(folder.resolve("full")),
        b = RunFolder.open(folder.resolve("answers"));
    assertEquals("next-token", RunRecord.of(a).objective());
    assertEquals("response-token", RunRecord.of(b).objective());
    assertEquals(full, RunRecord.of(a).stage());
    org.glassllm.batch.Example all = ExampleFile.open(a.trainingTokens()).get(0);
    org.glassllm.batch.Example some = ExampleFile.open(b.trainingTokens()).get(0);
    assertArrayEquals(some.ids(), all.ids());
    assertEquals(all.length() - 1, all.counted());
    assertEquals(tasks.get(0).output().length() + 1, some.counted());
    ExampleFile first = ExampleFile.open(a.validationTokens());
    assertArrayEquals(
        ExampleFile.open(b.validationTokens()).get(0).response(), first.get(0).response());
  }

  @Test
  void rowsAreKeptSkippedOrTruncatedWithAReason() throws IOException {
    String turn = "{\"role\":\"%s\",\"content\":\"%s\"}";
    String talk =
        String.join(
            ",",
            turn.formatted("user", "a"),
            turn.formatted("assistant", "b"),
            turn.formatted("user", "e".repeat(100)),
            turn.formatted("assistant", "o"));
    List<String> rows =
        List.of(
            "{\"instruction\":\"a\",\"output\":\"b\"}",
            "{\"instruction\":\"a\"}",
            "{\"instruction\":\"" + "e".repeat(200) + "\",\"output\":\"b\"}",
            "{\"instruction\":\"中\",\"output\":\"b\"}",
            "{\"messages\":[" + talk + "]}");
    Path file = Files.write(folder.resolve("rows.jsonl"), rows);
    try (TrainingRun run = start("counted", recipe(settings(2, 2, 1), 0), stage("alpaca"), file)) {
      ExampleData.Count count = ((InstructionData) run.data()).counts().get(0);
      assertEquals(2, count.report().kept());
      assertEquals(3, count.report().skipped());
      assertEquals(1, count.report().truncated());
      List<String> faults = count.report().firstFaults();
      assertEquals(4, faults.size());
      for (int line = 2; line <= 5; line++) {
        assertTrue(faults.get(line - 2).startsWith(file + " line " + line), faults.toString());
      }
      assertTrue(faults.get(1).contains("tokens, must be at most 128"), faults.get(1));
      assertTrue(faults.get(2).contains("'中'"), faults.get(2));
      assertEquals(2, ExampleFile.open(run.folder().trainingTokens()).size());
    }
    Sft strict = new Sft("alpaca", data.toString(), true, false, true);
    String refused =
        assertThrows(
                InputException.class,
                () -> start("strict", recipe(settings(2, 2, 1), 0), strict, file).close())
            .getMessage();
    assertTrue(refused.startsWith(file + " line 2"), refused);
    assertEquals(1, refused.lines().count());
  }

  @Test
  void everyTenthExampleIsHeldOut() throws IOException {
    List<Instruction> many = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      many.add(new Instruction("Say hello.", "", "a".repeat(i + 1)));
    }
    Path file = write("many.jsonl", many);
    Sft stage = new Sft("alpaca", null);
    try (TrainingRun run = start("tenth", recipe(settings(2, 2, 1), 0), stage, file)) {
      assertEquals(23, ExampleFile.open(run.folder().trainingTokens()).size());
      ExampleFile out = ExampleFile.open(run.folder().validationTokens());
      assertEquals(11, out.get(0).counted());
      assertEquals(21, out.get(1).counted());
      InstructionData own = (InstructionData) RunRecord.of(run.folder()).data();
      Rendering rendering = new Rendering(stage.format().orElseThrow(), run.tokenizer());
      assertEquals(List.of(many.get(9), many.get(19)), own.heldOut(rendering, 9).examples());
    }
    Path few = write("few.jsonl", many.subList(0, 9));
    String refused =
        assertThrows(
                InputException.class,
                () -> start("few", recipe(settings(2, 2, 1), 0), stage, few).close())
            .getMessage();
    assertTrue(refused.contains("few.jsonl has 9 examples, must have at least 10"), refused);
  }

  @Test
  void changedDataIsRefused() throws IOException {
    Path own = write("own.jsonl", tasks), out = write("out.jsonl", tasks);
    Sft stage = new Sft("alpaca", out);
    start("changed", recipe(settings(2, 2, 1), 0), stage, own).close();
    Path root = folder.resolve("changed");
    TrainerState state;
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      state = run.from();
    }
    assertEquals(TrainerState.START, state);
    write("out.jsonl", tasks.subList(0, 3));
    String refused =
        assertThrows(InputException.class, () -> TrainingRun.resume(root, Device.cpu()).close())
            .getMessage();
    assertTrue(refused.contains("has changed since the run started"), refused);
  }

  @Test
  void aRecordNamesOneStage() throws IOException {
    start("stage", recipe(settings(2, 2, 1), 0), stage("alpaca"), data).close();
    Path file = folder.resolve("stage/run.json");
    String json = Files.readString(file);
    for (String[] change :
        new String[][] {
          {"\"kind\": \"sft\"", "\"kind\": \"pretrain\""},
          {"\"response-token\"", "\"next-token\""},
          {"\"template\": \"alpaca\"", "\"template\": \"llama\""},
          {"\"packed\": true,", ""},
          {"\"kind\": \"sft\"", "\"kind\": \"sleep\""}
        }) {
      assertTrue(json.contains(change[0]), json);
      Files.writeString(file, json.replace(change[0], change[1]));
      assertThrows(
          InputException.class, () -> RunRecord.of(RunFolder.open(folder.resolve("stage"))));
    }
    String old = json.replace("\"format\": 3", "\"format\": 2").replace("\"stage\":", "\"sft\":");
    assertTrue(old.contains("\"sft\": {"), old);
    Files.writeString(file, old);
    assertEquals(stage("alpaca"), RunRecord.of(RunFolder.open(folder.resolve("stage"))).stage());
  }
}
