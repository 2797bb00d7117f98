package org.glassllm.lessons;

import java.util.List;
import org.glassllm.base.Check;

/** The list of all lessons. */
public final class Lessons {
  /** All lessons in the order of the course. */
  public static final List<Lesson> ALL =
      List.of(
          new Lesson01(),
          new Lesson02(),
          new Lesson03(),
          new Lesson04(),
          new Lesson05(),
          new Lesson06(),
          new Lesson07(),
          new Lesson08(),
          new Lesson09(),
          new Lesson10(),
          new Lesson11(),
          new Lesson12(),
          new Lesson13(),
          new Lesson16());

  private Lessons() {}

  /** Returns the lesson with a number; not every number has a lesson. */
  public static Lesson number(int number) {
    List<Integer> numbers = ALL.stream().map(Lesson::number).toList();
    return ALL.get(numbers.indexOf(Check.oneOf("lesson", number, numbers)));
  }
}
