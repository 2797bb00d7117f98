package org.glassllm.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.glassllm.base.JsonField.MayBeMissing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldTest {
  enum Colour {
    RED,
    BLUE
  }

  record Inner(long steps, Colour colour) {
    Inner {
      Check.atLeast("steps", steps, 1);
    }
  }

  record Outer(
      int size,
      double rate,
      boolean on,
      String name,
      Inner inner,
      @MayBeMissing @SerializedName("best_loss") Double bestLoss) {}

  private static final String GOOD =
      "{'size':3,'rate':1e-3,'on':true,'name':'n','inner':{'steps':20,'colour':'BLUE'}}"
          .replace('\'', '"');

  private static Outer read(String json) {
    return JsonField.parse(json, "f.json").record(Outer.class);
  }

  @Test
  void everyValueIsRead() {
    Outer expected = new Outer(3, 1e-3, true, "n", new Inner(20, Colour.BLUE), null);
    assertEquals(expected, read(GOOD));
    assertEquals(expected, read(Json.line(expected)));
    Outer whole = new Outer(3, 1e-3, true, "n", new Inner(20, Colour.BLUE), 0.5);
    assertEquals(whole, read(Json.line(whole)));
    assertNull(read(GOOD.replace("{\"size\"", "{\"best_loss\":null,\"size\"")).bestLoss());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"BLUE\" | \"BLU\" | f.json: inner.colour is \"BLU\", must be one of [RED, BLUE]",
        "\"BLUE\" | \"blue\" | f.json: inner.colour is \"blue\", must be one of [RED, BLUE]",
        "20 | 20.5 | f.json: inner.steps is 20.5, must be a whole number",
        "20 | 1e30 | f.json: inner.steps is 1e30, must be a whole number",
        "20 | \"20\" | f.json: inner.steps is \"20\", must be a whole number",
        "20 | 0 | f.json: inner: illegal steps: 0, must be at least 1",
        "\"size\":3 | \"size\":4294967300 | f.json: size is 4294967300, must be a whole number",
        "1e-3 | 1e999 | f.json: rate is 1e999, must be a finite number",
        "1e-3 | NaN | f.json is not valid JSON at line 1",
        "20 | 20.0 | f.json: inner.steps is 20.0, must be a whole number",
        "true | \"x\" | f.json: on is \"x\", must be true or false",
        "\"n\" | 7 | f.json: name is 7, must be a string",
        "\"steps\" | \"stepz\" | f.json: inner.stepz is an unknown name,"
            + " must be one of [steps, colour]; remove or correct the name",
        "\"rate\":1e-3, | '' | f.json: rate is missing",
        "{\"steps\":20,\"colour\":\"BLUE\"} | [] | f.json: inner is [], must be an object",
      })
  void aWrongValueIsNamedWithItsPlace(String good, String bad, String message) {
    assertTrue(GOOD.contains(good), good);
    String found =
        assertThrows(InputException.class, () -> read(GOOD.replace(good, bad))).getMessage();
    assertTrue(found.startsWith(message), found);
    assertEquals(1, found.lines().count());
  }

  @Test
  void aTypeMayHaveItsOwnReader() {
    Outer outer =
        JsonField.parse(GOOD, "f.json")
            .record(
                Outer.class, Map.of(Inner.class, json -> new Inner(json.place().length(), null)));
    assertEquals("f.json: inner".length(), outer.inner().steps());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
        "{\"a\":1} {}",
        "{\"a\":1} x",
        "{a:1}",
        "{\"a\"=1}",
        "{\"a\":tRUE}",
        "{\"a\":1} // comment",
        "[1;2]",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}",
      })
  void lenientJsonIsRefusedInOneLine(String json) {
    String message =
        assertThrows(InputException.class, () -> JsonField.parse(json, "f.json")).getMessage();
    assertTrue(message.startsWith("f.json "), message);
    assertTrue(message.contains("correct the JSON") || message.contains("\"c\" twice"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThrows(InputException.class, () -> JsonField.parse(deep, "f.json"));
  }

  @Test
  void malformedUtf8IsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.json"), new byte[] {'"', (byte) 0xFF, '"'});
    assertThrows(InputException.class, () -> JsonField.root(file));
  }

  @Test
  void noControlCharactersReachAMessage() {
    String bad = GOOD.replace("true", "\"\\u001b]0;t\\u0007\\u009b31m\\u202e\"");
    String message = assertThrows(InputException.class, () -> read(bad)).getMessage();
    assertTrue(message.startsWith("f.json: on is \""), message);
    assertTrue(
        message.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202E), message);
    String name = GOOD.replace("\"size\"", "\"" + "\\u009b".repeat(5) + "x".repeat(9999) + "\"");
    String unknown = assertThrows(InputException.class, () -> read(name)).getMessage();
    assertTrue(unknown.length() < 300 && unknown.indexOf(0x9b) < 0, unknown);
  }

  @Test
  void longValuesAreCutInMessages() {
    String bad = GOOD.replace("true", '"' + "x".repeat(100_000) + '"');
    assertTrue(assertThrows(InputException.class, () -> read(bad)).getMessage().length() < 200);
  }
}
