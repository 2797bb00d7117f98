package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.examples.ReadReport;

/** Keeps exactly the well-formed instructions of a file, and counts every other row. */
final class ExamplesTarget implements Target {
  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
  private static final String ROWS =
      """
      {"instruction": "one \\u00e9 \\ud83d\\ude00", "input": "a\\n", "output": "b", "id": 1}

      {"output": "two 你好", "instruction": "x", "input": null}
      {"instruction": "three [,]{\\"", "output": "c", "more": [1, {"a": null}]}
      """;

  private final List<Sample> samples;

  ExamplesTarget() {
    String lines = ROWS.repeat(3);
    String array = "[\n" + ROWS.strip().replaceAll("\n+", ",\n") + "\n]";
    samples =
        List.of(
            Sample.of("examples.jsonl", lines.getBytes(StandardCharsets.UTF_8)),
            Sample.of("examples.json", array.getBytes(StandardCharsets.UTF_8)),
            Sample.json("array.json", array.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Path file = folder.resolve(sample.file());
    List<Example> kept = new ArrayList<>();
    List<Instruction> expected = expected(damaged);
    ReadReport report;
    try {
      report = ExampleReader.examples(file, ReadOptions.DEFAULT, kept::add);
    } catch (InputException e) {
      if (expected != null) {
        assertEquals(List.of(), expected, "no example, but the oracle found some");
      }
      throw e;
    }
    assertEquals(kept.size(), report.kept(), "kept");
    assertEquals(Math.min(report.skipped(), 20), report.firstFaults().size(), "faults");
    if (expected != null) {
      assertEquals(expected, kept, "examples");
    }
    if (report.skipped() > 0) {
      // The fuzzer checks the message of the first fault.
      ExampleReader.examples(file, new ReadOptions(true, 1_000_000), example -> {});
      throw new AssertionError("strict reading accepted a malformed row");
    }
  }

  /** Returns the instructions of the well-formed rows; null if the file is no complete array. */
  private static List<Instruction> expected(byte[] damaged) {
    boolean marked = Arrays.equals(MARK, Arrays.copyOf(damaged, MARK.length));
    byte[] bytes = marked ? Arrays.copyOfRange(damaged, MARK.length, damaged.length) : damaged;
    int start = 0;
    while (start < bytes.length && " \t\r\n".indexOf(bytes[start]) >= 0) {
      start++;
    }
    List<Object> rows = new ArrayList<>();
    if (start < bytes.length && bytes[start] == '[') {
      try {
        rows.addAll(StrictJson.list(StrictJson.read(bytes), "the file"));
      } catch (StrictJson.Wrong e) {
        return null;
      }
    } else {
      for (int from = 0, i = 0; i <= bytes.length; i++) {
        if (i == bytes.length || bytes[i] == '\n') {
          rows.add(line(Arrays.copyOfRange(bytes, from, i)));
          from = i + 1;
        }
      }
    }
    return rows.stream().flatMap(row -> instruction(row).stream()).toList();
  }

  private static Object line(byte[] line) {
    try {
      return StrictJson.read(line);
    } catch (StrictJson.Wrong e) {
      return "malformed";
    }
  }

  private static List<Instruction> instruction(Object row) {
    if (!(row instanceof Map<?, ?> map)) {
      return List.of();
    }
    Object input = map.get("input");
    List<Object> texts =
        Arrays.asList(map.get("instruction"), input == null ? "" : input, map.get("output"));
    boolean right =
        IntStream.range(0, 3)
            .allMatch(
                i ->
                    texts.get(i) instanceof String text
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                        && (i == 1 || !text.isBlank()));
    return right
        ? List.of(
            new Instruction((String) texts.get(0), (String) texts.get(1), (String) texts.get(2)))
        : List.of();
  }
}
