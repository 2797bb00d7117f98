package org.glassllm.text.tasks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.base.Check;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/**
 * Adds two numbers. The answer has the digits of the sum from the last to the first, then in the
 * usual order, for example "2 6 5 reversed is 5 6 2". The carry moves in the direction of writing,
 * so a model computes each digit from the input and the previous digits.
 *
 * <p>Spaces between digits let every tokenizer see each digit as a token. The order of the two
 * numbers does not change the content.
 *
 * @param digits maximum number of digits of the two numbers, from 1 to 3; each number is uniform
 *     from 0 to 10^digits − 1
 */
public record AddNumbers(int digits) implements Skill {
  private static final Wordings ASK =
      new Wordings("Add the two numbers.", "Find the sum.", "How much is this together?");
  private static final String NUMBER = "(0|[1-9](?: [0-9]){0,2})";
  private static final Pattern INPUT = Pattern.compile(NUMBER + " \\+ " + NUMBER);
  private static final Pattern ANSWER =
      Pattern.compile("([0-9](?: [0-9])*) reversed is (0|[1-9](?: [0-9])*)");
  private static final String FORMAT =
      "the digits of the sum from the last to the first, then \"reversed is\", then the sum";

  /** Checks the number of digits. */
  public AddNumbers {
    Check.within("digits", digits, 1, 3);
  }

  @Override
  public String name() {
    return "add";
  }

  @Override
  public Task draw(Dice dice) {
    int bound = (int) Math.pow(10, digits);
    int a = dice.below(bound), b = dice.below(bound);
    String input = spaced(a) + " + " + spaced(b);
    return new Task(
        name(),
        new Instruction(ASK.say(dice), input, answer(a + b)),
        Math.min(a, b) + " + " + Math.max(a, b));
  }

  private static String spaced(int number) {
    return String.join(" ", String.valueOf(number).split(""));
  }

  private static String answer(int sum) {
    return reversed(spaced(sum)) + " reversed is " + spaced(sum);
  }

  private static String reversed(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private static int number(String spaced) {
    return Integer.parseInt(spaced.replace(" ", ""));
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    Matcher numbers = INPUT.matcher(input);
    return ASK.read(instruction)
        .filter(slots -> numbers.matches())
        .map(slots -> new Key(number(numbers.group(1)) + number(numbers.group(2))));
  }

  /** Judges answers to one addition. */
  private record Key(int sum) implements AnswerKey {
    @Override
    public Verdict judge(String answer) {
      Matcher parts = ANSWER.matcher(answer.strip());
      if (!parts.matches()) {
        return Verdict.notInFormat(FORMAT, answer.strip());
      }
      String plain = parts.group(2), right = spaced(sum);
      if (!reversed(parts.group(1)).equals(right)) {
        return Verdict.wrong(
            "the reversed digits are " + parts.group(1) + ", expected " + reversed(right));
      }
      return plain.equals(right)
          ? Verdict.right()
          : Verdict.wrong("the reversed digits are right, but the sum is written as " + plain);
    }

    @Override
    public int words() {
      return AnswerKey.countWords(answer(sum));
    }
  }

  @Override
  public String mistake(Task task, Dice dice) {
    Matcher parts = ANSWER.matcher(task.answer());
    Check.notNull("answer", parts.matches() ? parts : null);
    int sum = number(parts.group(2)), step = dice.pick(java.util.List.of(1, 10, 100));
    return answer(sum >= step && dice.chance(0.5) ? sum - step : sum + step);
  }
}
