package org.glassllm.course.l11;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 11. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "FormatInstruction",
              "empty input section kept",
              "if (!input.isEmpty())",
              "if (true)"),
          new Edit("FormatInstruction", "no end token (document 000)", "output + end", "output"),
          new Edit(
              "FormatInstruction",
              "end token in the prompt",
              "new Tasks.Text(prompt.toString(), output + end)",
              "new Tasks.Text(prompt + end, output)"),
          new Edit(
              "FormatInstruction",
              "the answer leaks into the prompt",
              "prompt.append(\"### Response:\\n\")",
              "prompt.append(\"### Response:\\n\").append(output)"),
          new Edit(
              "FormatInstruction",
              "newline moved into the response",
              "prompt.append(\"### Response:\\n\");\n    return new Tasks.Text(prompt.toString(), output",
              "prompt.append(\"### Response:\");\n    return new Tasks.Text(prompt.toString(), \"\\n\" + output"),
          new Edit("FormatInstruction", "answer stripped", "output + end", "output.strip() + end"),
          new Edit(
              "FormatInstruction",
              "space before the end token",
              "output + end",
              "output + \" \" + end"),
          new Edit(
              "FormatInstruction",
              "no empty line after the instruction",
              ".append(instruction).append(\"\\n\\n\")",
              ".append(instruction).append(\"\\n\")"),
          new Edit(
              "FormatInstruction",
              "no empty line after the input",
              ".append(input).append(\"\\n\\n\")",
              ".append(input).append(\"\\n\")"),
          new Edit("ResponseMask", "not shifted by one", "predicted = t + 1", "predicted = t"),
          new Edit(
              "ResponseMask", "shifted the wrong way", "predicted = t + 1", "predicted = t - 1"),
          new Edit("ResponseMask", "end token masked", "predicted <= last", "predicted < last"),
          new Edit(
              "ResponseMask", "padding counted", "predicted <= last", "predicted < row.length"),
          new Edit(
              "ResponseMask",
              "prompt counted (document 000)",
              "predicted >= prompt",
              "predicted >= 1"),
          new Edit(
              "ResponseMask",
              "first token of the answer lost",
              "predicted >= prompt",
              "predicted > prompt"),
          new Edit(
              "ResponseMask",
              "every token equal to padding masked",
              "predicted <= last;",
              "predicted <= last && row[predicted] != end;"),
          new Edit(
              "ResponseMask",
              "end token of the prompt found",
              "int last = prompt;",
              "int last = 0;"),
          new Edit(
              "ResponseMask",
              "last position of a truncated answer counted",
              "predicted <= last;",
              "(predicted <= last || row[last] != end);"),
          new Edit(
              "Collate",
              "targets of padding are the padding",
              "Arrays.fill(targets[r], Tasks.IGNORE);",
              "Arrays.fill(targets[r], pad);"),
          new Edit(
              "Collate",
              "mask not padded: targets 0",
              "Arrays.fill(targets[r], Tasks.IGNORE);",
              "Arrays.fill(targets[r], 0, ids[r].length, Tasks.IGNORE);"),
          new Edit(
              "Collate",
              "padding on the left",
              "inputs[r][t] = ids[r][t];",
              "inputs[r][longest - ids[r].length + t] = ids[r][t];"),
          new Edit("Collate", "padding is token 0", "Arrays.fill(inputs[r], pad);", ""),
          new Edit(
              "Collate",
              "texts truncated to the shortest",
              "longest = Math.max(longest, text.length);",
              "longest = longest == 0 ? text.length : Math.min(longest, text.length);\n    }\n    for (int r = 0; r < ids.length; r++) {\n      ids[r] = Arrays.copyOf(ids[r], longest);"),
          new Edit("Collate", "not shifted by one", "targets[r][t - 1]", "targets[r][t]"),
          new Edit("Collate", "prompts counted (document 000)", "t > 0 && response[r][t]", "t > 0"),
          new Edit(
              "Collate",
              "mask of the position instead of its target",
              "t > 0 && response[r][t]",
              "t > 0 && response[r][t - 1]"),
          new Edit(
              "Collate",
              "tokens equal to padding ignored",
              "t > 0 && response[r][t]",
              "t > 0 && response[r][t] && ids[r][t] != pad"),
          new Edit(
              "MergeLora", "r / alpha", "alpha / b.length;\n    for", "b.length / alpha;\n    for"),
          new Edit(
              "MergeLora",
              "r / alpha in the merge",
              "factor = alpha / b.length",
              "factor = b.length / alpha"),
          new Edit("MergeLora", "not divided by r", "factor = alpha / b.length", "factor = alpha"),
          new Edit(
              "MergeLora",
              "divided by n",
              "factor = alpha / b.length",
              "factor = alpha / a.length"),
          new Edit("MergeLora", "no scale beside W", "scale * update[j]", "update[j]"),
          new Edit(
              "MergeLora", "A and B swapped", "times(times(x, a), b)", "times(times(x, b), a)"),
          new Edit(
              "MergeLora",
              "A and B swapped in the merge",
              "times(a[i], b)",
              "times(b[i % b.length], a)"),
          new Edit("MergeLora", "merged twice", "+= factor * row[j]", "+= 2 * factor * row[j]"),
          new Edit("MergeLora", "merged into the given W", "w[i].clone()", "w[i]"),
          new Edit(
              "MergeLora",
              "the update replaces W",
              "merged[i][j] += factor",
              "merged[i][j] = factor"));
}
