package org.glassllm.course.l02;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 02. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "SinusoidalPositions",
              "each channel has its own angle",
              "int pair = c / 2;",
              "double pair = c / 2.0;"),
          new Edit(
              "SinusoidalPositions", "sine and cosine are swapped", "c % 2 == 0", "c % 2 == 1"),
          new Edit(
              "SinusoidalPositions", "whole-number division", "2.0 * pair / dim", "2 * pair / dim"),
          new Edit("SinusoidalPositions", "the base is 1000", "10_000", "1_000"),
          new Edit(
              "SinusoidalPositions",
              "positions start at 1",
              "double angle = t /",
              "double angle = (t + 1) /"),
          new Edit(
              "SinusoidalPositions",
              "the factor 2 is missing",
              "2.0 * pair / dim",
              "1.0 * pair / dim"),
          new Edit(
              "RotaryEmbedding",
              "adjacent channels form a pair",
              "int first = i;\n      int second = i + half;",
              "int first = 2 * i;\n      int second = 2 * i + 1;"),
          new Edit(
              "RotaryEmbedding",
              "the rotation has the wrong direction",
              "position / Math.pow",
              "-position / Math.pow"),
          new Edit(
              "RotaryEmbedding",
              "the factor 2 is missing in the exponent",
              "2.0 * i / x.length",
              "1.0 * i / x.length"),
          new Edit(
              "RotaryEmbedding",
              "both signs are plus",
              "x[first] * Math.cos(angle) - x[second]",
              "x[first] * Math.cos(angle) + x[second]"),
          new Edit(
              "RotaryEmbedding",
              "positions start at 1",
              "double angle = position /",
              "double angle = (position + 1) /"),
          new Edit("AlibiBias", "far keys are rewarded", "-slope * (i - j)", "slope * (i - j)"),
          new Edit(
              "AlibiBias",
              "heads are counted from 0 in the exponent",
              "(head + 1) / heads",
              "head / heads"),
          new Edit(
              "AlibiBias",
              "distances are one too large",
              "-slope * (i - j)",
              "-slope * (i - j + 1)"),
          new Edit(
              "AlibiBias",
              "every head has the same slope",
              "-8.0 * (head + 1) / heads",
              "-8.0 / heads"),
          new Edit("AlibiBias", "the bias is the key's position", "-slope * (i - j)", "-slope * j"),
          new Edit(
              "InputEmbeddings", "the offset is missing", "positions[offset + t]", "positions[t]"),
          new Edit(
              "InputEmbeddings",
              "all tokens have the first position",
              "positions[offset + t]",
              "positions[offset]"),
          new Edit(
              "InputEmbeddings",
              "the position selects the token row",
              "tokens[ids[t]]",
              "tokens[t]"),
          new Edit(
              "InputEmbeddings",
              "the id selects the position row",
              "positions[offset + t]",
              "positions[ids[t]]"),
          new Edit(
              "InputEmbeddings",
              "multiplied instead of added",
              "tokens[ids[t]][c] + positions",
              "tokens[ids[t]][c] * positions"));
}
