package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.junit.jupiter.api.Test;

class SpecTest {
  @Test
  void everySpecSurvivesItsJson() {
    List<Positions> positions =
        List.of(
            new LearnedPositions(), new SinusoidalPositions(50), new Rope(500_000), new Alibi());
    positions.forEach(p -> assertEquals(p, read(Positions.class, p.toJson())));
    for (FeedForward f : List.of(new Mlp(7, Activation.SILU), new Mlp(), new SwiGlu(3))) {
      assertEquals(f, read(FeedForward.class, f.toJson()));
    }
    for (Norm n : List.of(new LayerNorm(1e-6), new RmsNorm())) {
      assertEquals(n, read(Norm.class, n.toJson()));
    }
  }

  @Test
  void defaultValuesNeedOnlyTheName() {
    assertEquals("\"ROPE\"", new Rope().toJson().toString());
    assertEquals("{\"type\":\"rope\",\"base\":50.0}", new Rope(50).toJson().toString());
    assertEquals(new Rope(), read("'rope'"));
    assertEquals(new Rope(), read("{'type':'Rope'}"));
  }

  @Test
  void unknownNamesAndWrongValuesAreRefused() {
    assertTrue(refused("'rotary'").contains("learned, sinusoidal, rope, alibi, none"));
    assertTrue(refused("{'type':'rope','theta':3}").contains("theta"));
    assertTrue(refused("{'type':'rope','base':'many'}").contains("positions.base"));
    assertTrue(refused("{'type':'rope','base':1}").contains("greater than 1"));
    assertTrue(refused("{'base':3}").contains("type"));
    assertTrue(refused("[3]").contains("positions"));
  }

  private static Positions read(String json) {
    return read(Positions.class, JsonParser.parseString(json));
  }

  private static <S extends Spec> S read(Class<S> kind, JsonElement json) {
    return Spec.read(kind, new JsonField("", "positions", json));
  }

  private static String refused(String json) {
    return assertThrows(InputException.class, () -> read(json)).getMessage();
  }
}
