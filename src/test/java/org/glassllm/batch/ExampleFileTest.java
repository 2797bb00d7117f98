package org.glassllm.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.optim.AdamW;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleFileTest {
  private static final int VOCAB = 300;

  @TempDir Path folder;

  /** Examples whose responses lie at random places, as in dialogues. */
  private static List<Example> examples(int count) {
    SplittableRandom random = new SplittableRandom(4);
    List<Example> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(random.nextInt(2, 20), 0, VOCAB).toArray();
      boolean[] response = new boolean[ids.length];
      for (int t = 0; t < ids.length; t++) {
        response[t] = t == ids.length - 1 || random.nextBoolean();
      }
      all.add(new Example(ids, response));
    }
    return all;
  }

  private ExampleFile write(List<Example> all) {
    Path training = folder.resolve("a.tok"), validation = folder.resolve("b.tok");
    ExampleFile.write(
        training,
        validation,
        VOCAB,
        (train, heldOut) -> {
          all.forEach(train::accept);
          heldOut.accept(all.get(0));
        });
    assertEquals(1, ExampleFile.open(validation).size());
    return ExampleFile.open(training);
  }

  @Test
  void examplesAreReadAsTheyWereWritten() {
    List<Example> all = examples(200);
    ExampleFile file = write(all);
    assertEquals(200, file.size());
    assertEquals(all.stream().mapToLong(Example::length).sum(), file.tokens());
    for (int i = 0; i < 200; i++) {
      assertArrayEquals(all.get(i).ids(), file.get(i).ids());
      assertArrayEquals(all.get(i).response(), file.get(i).response());
      assertEquals(all.get(i).length(), file.lengths()[i]);
    }
  }

  @Test
  void aFailedSourceLeavesNoFile() {
    Path training = folder.resolve("a.tok"), validation = folder.resolve("b.tok");
    ExampleFile.Source fails =
        (train, heldOut) -> {
          train.accept(examples(1).get(0));
          throw new InputException("a bad row");
        };
    assertThrows(InputException.class, () -> ExampleFile.write(training, validation, VOCAB, fails));
    assertFalse(Files.exists(training) || Files.exists(validation));
  }

  @Test
  void aFileWithoutExamplesIsRefused() {
    Path file = folder.resolve("c.tok");
    TokenFileWriter.writeAll(file, VOCAB, 4, 8, 12); // no token is the first one of an example
    String message = assertThrows(InputException.class, () -> ExampleFile.open(file)).getMessage();
    assertTrue(message.contains("c.tok has no examples"), message);
  }

  /** Places each text in the first row with enough space, row by row. */
  private static List<List<Integer>> slowFirstFit(int[] lengths, int tokens) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int text = 0; text < lengths.length; text++) {
      int row = 0;
      while (row < rows.size()
          && rows.get(row).stream().mapToInt(i -> lengths[i]).sum() + lengths[text] > tokens) {
        row++;
      }
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
      }
      rows.get(row).add(text);
    }
    return rows;
  }

  @Test
  void packingIsFirstFit() {
    SplittableRandom random = new SplittableRandom(8);
    for (int n : new int[] {0, 1, 2, 3, 64, 65, 400}) {
      int[] lengths = random.ints(n, 1, 33).toArray();
      assertEquals(slowFirstFit(lengths, 32), Packing.firstFit(lengths, 32));
    }
  }

  @Test
  void anEpochContainsEachExampleOnce() {
    List<Example> all = examples(100);
    ExampleFile file = write(all);
    for (boolean packed : new boolean[] {true, false}) {
      ExampleRows rows = new ExampleRows(file, packed, 24);
      TrainSettings settings = settings(rows.size());
      Batch epoch = settings.batches(rows).at(3, 0);
      assertEquals(rows.size(), epoch.rows());
      assertEquals(all.stream().mapToInt(Example::counted).sum(), epoch.counted());
      assertArrayEquals(epoch.inputs(), settings.batches(rows).at(3, 0).inputs());
      assertEquals(packed, rows.size() < 80);
      assertTrue(epoch.tokens() <= 24);
    }
  }

  private static TrainSettings settings(int batch) {
    return new TrainSettings(
        9,
        batch,
        1,
        TrainSettings.Windows.SHUFFLED,
        1e-3,
        0,
        1,
        TrainSettings.Decay.LINEAR,
        AdamW.Settings.GPT3,
        5,
        3);
  }
}
