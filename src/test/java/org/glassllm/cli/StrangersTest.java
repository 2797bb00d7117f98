package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line in unusual surroundings: strangers' files, locales, signals, full memory. */
class StrangersTest {
  @TempDir Path folder;

  private String train(String... more) throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "to be or not to be @x\n".repeat(50));
    String run = folder.resolve("run").toString();
    List<String> all = new ArrayList<>(List.of("train", "--run", run, "--data", text.toString()));
    all.addAll(List.of("--preset", "test", "--device", "cpu"));
    all.addAll(List.of(more));
    Glass.Result result = Glass.run(all.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    return run;
  }

  @Test
  void namesInARunCannotControlTheTerminal() throws IOException {
    String run = train("--steps", "2", "--eval-every", "2");
    Path record = Path.of(run, "run.json");
    String evil =
        Files.readString(record).replace("the CPU with", "\\u001b[31m\\u009b the CPU with");
    Files.writeString(record, evil.replace("\"test\"", "\"\\u001b]0;x\\u0007\""));
    for (String[] command : new String[][] {{"info"}, {"train", "--resume"}}) {
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(
          List.of("--run", run, "--device", "cpu").subList(0, "info".equals(command[0]) ? 2 : 4));
      Glass.Result result = Glass.run(all.toArray(String[]::new));
      assertEquals(0, result.code(), result.err());
      assertTrue((result.out() + result.err()).contains("]0;x"), result.toString());
      assertFalse((result.out() + result.err()).matches("(?s).*[\\p{Cc}&&[^\r\n]].*"));
    }
  }

  @Test
  void onlyARecipeFileIsExpanded() throws IOException {
    Path recipe = Files.writeString(folder.resolve("r"), "# small\n--steps  2\n\n--eval-every 2\n");
    String run = train("--recipe", recipe.toString(), "--steps", "4");
    assertEquals(
        4,
        Json.parseObject(Glass.run("info", "--run", run, "--json").out(), "info")
            .get("step")
            .getAsInt());
    String prompt = "@" + Files.writeString(folder.resolve("x"), "to be");
    Glass.Result refused = Glass.run("generate", "--run", run, "--prompt", prompt);
    assertEquals(
        2, refused.code(), "the text lacks characters of the path, and is not read: " + refused);
    Glass.Result result = Glass.run("generate", "--run", run, "--prompt", "@x", "--tokens", "0");
    assertEquals("@x\n", result.out().replace("\r", ""));
    assertEquals(2, Glass.run("train", "--recipe", "gone.txt").code());
  }

  @Test
  void undecodableArgumentsAreRefused() {
    String message =
        assertThrows(
                InputException.class,
                () -> Main.requireReadable("ANSI_X3.4-1968", "--prompt", "caf\uFFFD\uFFFD"))
            .getMessage();
    assertTrue(message.contains("LC_ALL=C.UTF-8"), message);
    Main.requireReadable("UTF-8", "caf\uFFFD");
    Main.requireReadable("ANSI_X3.4-1968", "cafe");
  }

  @Test
  void outOfMemoryIsRecognizedInEveryWording() {
    for (String wording :
        List.of(
            "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory: you tried",
            "DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes",
            "CUDA out of memory. Tried to allocate 2.00 GiB",
            "std::bad_alloc",
            "The following operation failed in the TorchScript interpreter.\nTraceback of TorchScript\n"
                + "RuntimeError: [enforce fail] DefaultCPUAllocator: can't allocate memory")) {
      assertTrue(Main.isOutOfNativeMemory(new EngineException(wording)), wording);
      assertTrue(
          Main.isOutOfNativeMemory(new IllegalStateException("x", new EngineException(wording))));
    }
    assertFalse(Main.isOutOfNativeMemory(new EngineException("sizes differ", null)));
  }

  @Test
  void numbersThatJsonLacksBecomeNull() {
    StringWriter out = new StringWriter();
    Subcommand command =
        new Subcommand() {
          @Override
          public void run() {
            printJson(Map.of("perplexity", Math.exp(711)));
          }
        };
    assertEquals(0, new CommandLine(command).setOut(new PrintWriter(out)).execute("--json"));
    assertEquals("{\"perplexity\":null}", out.toString().strip());
  }

  @Test
  void aSecondSignalEndsTheProcess() {
    List<Integer> ended = new ArrayList<>();
    StringWriter err = new StringWriter();
    try (StopSignal signal = new StopSignal(new PrintWriter(err), ended::add)) {
      assertFalse(signal.asked());
      signal.received(130);
      assertTrue(signal.asked());
      assertTrue(err.toString().contains("Stopping: saving a checkpoint"), err.toString());
      assertEquals(List.of(), ended);
      signal.received(143);
      assertEquals(List.of(143), ended);
    }
  }
}
