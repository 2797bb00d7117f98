package org.glassllm.course;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.exercises.Catalog;
import org.glassllm.exercises.Catalog.Exercise;
import org.junit.jupiter.api.Test;

/** Runs an exercise's contract on code that was compiled at run time. */
public final class Contracts {
  private Contracts() {}

  /** Returns all failures of the contract; an empty list if the code is right. */
  public static List<Throwable> check(Exercise exercise, Class<?> code) {
    List<Throwable> failures = new ArrayList<>();
    try {
      Class<?> test =
          Class.forName(
              "org.glassllm.course." + exercise.folder() + "." + exercise.name() + "SolutionTest",
              true,
              Contracts.class.getClassLoader());
      Method[] checks = test.getSuperclass().getDeclaredMethods();
      Arrays.sort(checks, Comparator.comparing(Method::getName));
      for (Method check : checks) {
        if (check.isAnnotationPresent(Test.class)) {
          run(test, check, code, failures);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no contract for " + exercise.name(), e);
    }
    return failures;
  }

  /**
   * Checks a class that was written in a notebook.
   *
   * @param lesson number of the exercise's lesson
   * @param name name of the exercise
   * @return the name and "done", or the first failure
   */
  public static String report(int lesson, String name, Class<?> code) {
    Exercise exercise =
        Catalog.ALL.stream()
            .filter(e -> e.lesson() == lesson && e.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new InputException("lesson %s has no exercise %s", lesson, name));
    return check(exercise, code).stream()
        .findFirst()
        .map(failure -> name + ": " + failure.getMessage())
        .orElse(name + ": done");
  }

  private static void run(Class<?> test, Method check, Class<?> code, List<Throwable> failures)
      throws ReflectiveOperationException {
    var constructor = test.getDeclaredConstructor();
    constructor.setAccessible(true);
    Contract<?> contract = (Contract<?>) constructor.newInstance();
    check.setAccessible(true);
    try {
      contract.use(code.getDeclaredConstructor().newInstance());
      check.invoke(contract);
    } catch (InvocationTargetException e) {
      failures.add(e.getCause());
    }
  }
}
