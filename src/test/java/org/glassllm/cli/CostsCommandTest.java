package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostsCommandTest {
  private static JsonObject json(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "costs";
    all[1] = "--json";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    Glass.Result result = Glass.run(all);
    assertEquals(0, result.code(), result.err());
    return JsonParser.parseString(result.out()).getAsJsonArray().get(0).getAsJsonObject();
  }

  @Test
  void figuresFollowTheFormulas() {
    JsonObject gpt2 = json("gpt2", "--context", "512", "--batch", "3", "--bytes", "2");
    assertEquals(124_439_808, gpt2.get("parameters").getAsLong());
    assertEquals(50_257 * 768, gpt2.get("token_embedding_parameters").getAsLong());
    assertEquals(2 * 124_439_808, gpt2.get("weight_bytes").getAsLong());
    assertEquals(36_864, gpt2.get("kv_cache_bytes_per_token").getAsLong());
    assertEquals(3 * 512 * 36_864, gpt2.get("kv_cache_bytes").getAsLong());
    assertEquals(
        12L * 3 * 512 * (34 * 768 + 5 * 12 * 512),
        gpt2.get("half_precision_activation_bytes").getAsLong());
    double flops = 6.0 * (124_439_808 - 1024 * 768) + 12.0 * 12 * 768 * 512;
    assertEquals(flops, gpt2.get("training_flops_per_token").getAsDouble());
    assertEquals(flops / 3, gpt2.get("forward_flops_per_token").getAsDouble());
  }

  @Test
  void aRunHasTheCostsOfItsModel(@TempDir Path folder) {
    String run = folder.resolve("run").toString();
    String[] train = {"train", "--run", run, "--data", "tales", "--preset", "test", "--steps", "1"};
    Glass.Result trained = Glass.run(train);
    assertEquals(0, trained.code(), trained.err());
    JsonObject info =
        JsonParser.parseString(Glass.run("info", "--run", run, "--json").out()).getAsJsonObject();
    JsonObject costs = json("--run", run);
    assertEquals("run", costs.get("model").getAsString());
    assertEquals(32, costs.get("tokens").getAsInt());
    for (String key :
        new String[] {"parameters", "weight_bytes", "kv_cache_bytes", "training_flops_per_token"}) {
      assertEquals(info.get(key).getAsDouble(), costs.get(key).getAsDouble(), key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpt2,gpt2-xl,tales,nano-gpu,llama-2-70b,mistral-7b,test"})
  void tablesFitIntoEightyColumns(String names) {
    Glass.Result result = Glass.run(("costs" + (names.isEmpty() ? "" : "," + names)).split(","));
    assertEquals(0, result.code(), result.err());
    List<String> lines = result.out().lines().toList();
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), result.out());
    for (String name : names.isEmpty() ? new String[] {"mistral-7b"} : names.split(",")) {
      assertTrue(result.out().contains(" " + name), result.out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt3, one of",
    "gpt2 --context 2048, at most 1024",
    "gpt2 --context 0, at least 1",
    "gpt2 --batch 0, at least 1",
    "gpt2 --bytes 3, one of",
    "--run nowhere, nowhere"
  })
  void illegalArgumentsGiveOneLine(String arguments, String part) {
    Glass.Result result = Glass.run(("costs " + arguments).split(" "));
    assertEquals(2, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains(part), result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 0.98 KiB",
    "1536, 1.50 KiB",
    "524288, 512 KiB",
    "1043000, 0.99 MiB",
    "13476831232, 12.6 GiB",
    "107374182400, 100 GiB",
    "9223372036854775807, 8.00 EiB"
  })
  void bytesHaveThreeDigits(long bytes, String shown) {
    assertEquals(shown, Units.bytes(bytes));
  }
}
