package org.glassllm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The order of the packages is the order in which data meets them; nobody imports what is later.
 */
class ArchitectureTest {
  /**
   * {@code base} stands before the design's list, since what it holds knows no tensors; {@code run}
   * joins all parts up to evaluation into one call, for the command line, notebooks and lessons.
   */
  static final List<String> ORDER =
      List.of(
          "base",
          "tensor",
          "picture",
          "text",
          "token",
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
          "run",
          "bench",
          "serve",
          "cli");

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
    for (int i = 0; i < ORDER.size(); i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(p -> "org.glassllm." + p + "..")
              .toArray(String[]::new);
      if (later.length > 0) {
        noClasses()
            .that()
            .resideInAPackage("org.glassllm." + ORDER.get(i) + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(later)
            .allowEmptyShould(true)
            .check(main);
      }
    }
  }

  @Test
  void everyPackageHasItsPlaceAndSaysWhatComesBeforeAndNext() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        String name = folder.getFileName().toString();
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
            com.tngtech.archunit.base.DescribedPredicate.describe(
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
