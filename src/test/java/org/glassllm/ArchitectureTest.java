package org.glassllm;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.Scalars;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the floor plan: packages are ordered as data meets them; none imports a later one. */
class ArchitectureTest {
  /** A subpackage may import its parent; a parent never imports its subpackage. */
  static final List<String> ORDER =
      List.of(
          "base",
          "tensor",
          "picture",
          "text",
          "text.examples",
          "text.tales",
          "text.tasks",
          "text.download",
          "token",
          "token.bpe",
          "token.files",
          "batch",
          "model",
          "loss",
          "optim",
          "checkpoint",
          "train",
          "generate",
          "evaluate",
          "align",
          "compress",
          "report",
          "run",
          "pipeline",
          "bench",
          "serve",
          "cli");

  /** Operations whose backward pass reads the operand. */
  private static final Set<String> NUMBER_OPERATIONS =
      Set.of("mul", "div", "pow", "mod", "muli", "divi", "powi", "maximum", "minimum", "clip");

  private static final Path SOURCES = Path.of("src/main/java/org/glassllm");
  private static JavaClasses main;

  @BeforeAll
  static void readClasses() {
    main =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.glassllm");
  }

  @Test
  void aPackageImportsOnlyEarlierOnes() {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(p -> "org.glassllm." + p)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("org.glassllm." + ORDER.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .allowEmptyShould(true)
          .check(main);
    }
  }

  @Test
  void everyPackageNamesBeforeAndNext() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      Set<Path> folders =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .map(Path::getParent)
              .collect(Collectors.toSet());
      for (Path folder : folders) {
        String name = SOURCES.relativize(folder).toString().replace(File.separatorChar, '.');
        assertTrue(ORDER.contains(name), "package " + name + " has no place in the order");
        Path info = folder.resolve("package-info.java");
        assertTrue(Files.exists(info), "no package-info.java in " + name);
        String text = Files.readString(info).replaceAll("\\s*\\n \\* ?", " ");
        assertTrue(
            text.matches("(?s)/\\*\\*\\s+Before: .*Next: .*"),
            info + " must open with \"Before: … Next: …\"");
      }
    }
  }

  /**
   * DJL may free the number of {@code x.mul(2)} before the backward pass reads it: the gradient is
   * then wrong; see {@link Scalars}.
   */
  @Test
  void differentiatedCodeMultipliesByArraysOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("org.glassllm.model", "org.glassllm.loss", "org.glassllm.align")
        .should()
        .callMethodWhere(
            describe(
                "combine an array with a number that the backward pass reads",
                call ->
                    call.getTargetOwner().isAssignableTo(NDArray.class)
                        && NUMBER_OPERATIONS.contains(call.getTarget().getName())
                        && call.getTarget()
                            .getRawParameterTypes()
                            .get(0)
                            .isAssignableTo(Number.class)))
        .because("the gradient would sometimes be wrong; use Scalars.times")
        .check(main);
  }

  @Test
  void fewClassesNameAConcreteModel() {
    List<String> found =
        main.stream()
            .filter(c -> !c.getPackageName().matches("org.glassllm.(model|checkpoint)"))
            .filter(
                c ->
                    c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().isEquivalentTo(Gpt.class)))
            .map(c -> c.getName().replaceAll("\\$.*", ""))
            .distinct()
            .toList();
    assertTrue(found.size() <= 3, "these classes name Gpt; use LanguageModel: " + found);
  }

  @Test
  void onlyTheCommandLineWritesToStdout() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.glassllm.cli..")
        .should()
        .accessField(System.class, "out")
        .check(main);
    classes()
        .that()
        .containAnyMembersThat(
            describe(
                "are a main method",
                m -> m.getName().equals("main") && m.getModifiers().contains(JavaModifier.STATIC)))
        .should()
        .resideInAPackage("org.glassllm.cli..")
        .check(main);
  }

  @Test
  void topLevelHoldsNothingElse() throws IOException {
    assumeTrue(Files.exists(Path.of(".git")), "not a git checkout: tracked files are unknown");
    Process git = new ProcessBuilder("git", "ls-files").start();
    TreeSet<String> found = new TreeSet<>();
    for (String line : new String(git.getInputStream().readAllBytes(), UTF_8).split("\\n")) {
      String top = line.split("/")[0];
      if (!top.startsWith(".")) {
        found.add(top);
      }
    }
    assertEquals(
        List.of("LICENSE", "README.md", "data", "lessons", "notebooks", "pom.xml", "src"),
        List.copyOf(found));
  }
}
