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
          new Lesson10());

  private Lessons() {}

  /** Returns the lesson with a number, from 1. */
  public static Lesson number(int number) {
    return ALL.get(Check.within("lesson", number, 1, ALL.size()) - 1);
  }
}
