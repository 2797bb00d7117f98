package org.glassllm.lessons;

import java.util.List;
import org.glassllm.base.Check;

/** The lessons that exist. */
public final class Lessons {
  /** In their order. */
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
          new Lesson09());

  private Lessons() {}

  /** A lesson by its number. */
  public static Lesson number(int number) {
    return ALL.get(Check.within("lesson", number, 1, ALL.size()) - 1);
  }
}
