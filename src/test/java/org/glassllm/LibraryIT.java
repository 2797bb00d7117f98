package org.glassllm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds and runs the README's program in a Maven project of its own, from an empty folder. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a privilege there")
class LibraryIT {
  /** The file that {@code mvn install} would take. */
  private static final String JAR = System.getProperty("glass.jar");

  private static final Path POM = Path.of("pom.xml").toAbsolutePath();

  @TempDir Path folder;

  @BeforeEach
  void onlyWithThePackagedJar() {
    assumeTrue(JAR != null, "the verify phase runs this test, because it needs the packaged jars");
  }

  @Test
  void anotherProjectUsesItByOneDependency() throws Exception {
    Path repository = install(Path.of(System.getProperty("glass.repository")));
    Path project = project();
    List<String> maven = new ArrayList<>();
    maven.add(Path.of(System.getProperty("glass.maven"), "bin/mvn").toString());
    maven.addAll(List.of("-o", "-B", "-q", "-Dmaven.repo.local=" + repository));
    // finds linked artifacts whatever settings they were downloaded with
    maven.add("-Daether.enhancedLocalRepository.trackingFilename=none");
    if (System.getProperty("cuda") != null) {
      maven.add("-Dcuda");
    }
    maven.addAll(List.of("compile", "dependency:build-classpath", "-Dmdep.outputFile=classpath"));
    run(project, maven);

    String libraries = Files.readString(project.resolve("classpath")).trim();
    assertTrue(libraries.startsWith(repository.resolve("org/glassllm").toString()), libraries);
    assertFalse(libraries.contains("slf4j-simple"), "no logging binding is forced on users");
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    String classPath = "target/classes" + File.pathSeparator + libraries;
    String out = run(project, List.of(java.toString(), "-Xmx256m", "-cp", classPath, "Hello"));
    assertTrue(out.startsWith("One day, Mia"), out);
    double perplexity = Double.parseDouble(out.strip().replaceFirst("(?s).*\\n", ""));
    assertTrue(perplexity > 1 && perplexity < 100, out);
  }

  @Test
  void sourcesAndJavadocArePackaged() throws IOException {
    String version = find(POM, "<version>(.*?)</version>");
    requireEntry("glassllm-" + version + "-sources.jar", "org/glassllm/model/Gpt.java");
    requireEntry("glassllm-" + version + "-javadoc.jar", "org/glassllm/model/Gpt.html");
  }

  /** Makes a local repository of links to this build's artifacts, with the project's own jar. */
  private Path install(Path built) throws IOException {
    Path repository = Files.createDirectories(folder.resolve("repository"));
    link(built, repository, "org");
    link(built.resolve("org"), Files.createDirectories(repository.resolve("org")), "glassllm");
    String version = find(POM, "<version>(.*?)</version>");
    Path place = Files.createDirectories(repository.resolve("org/glassllm/glassllm/" + version));
    Files.copy(Path.of(JAR), place.resolve("glassllm-" + version + ".jar"));
    Files.copy(POM, place.resolve("glassllm-" + version + ".pom"));
    return repository;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(e -> !e.endsWith(except)).toList()) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
      }
    }
  }

  /** Writes a project with the README's dependency and program, and this build's plugins. */
  private Path project() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("project/src/main/java"));
    Path readme = Path.of("README.md");
    Files.writeString(sources.resolve("Hello.java"), find(readme, "```java\\n(.*?)```"));
    StringBuilder plugins = new StringBuilder();
    for (String name : List.of("resources", "compiler", "dependency")) {
      String plugin =
          "<artifactId>maven-" + name + "-plugin</artifactId>\\s*<version>.*?</version>";
      plugins.append("<plugin>").append(find(POM, "(" + plugin + ")")).append("</plugin>\n");
    }
    Path project = folder.resolve("project");
    Files.writeString(
        project.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>example</groupId>
          <artifactId>hello</artifactId>
          <version>1</version>
          <properties><maven.compiler.release>17</maven.compiler.release></properties>
          <dependencies>%s</dependencies>
          <build><pluginManagement><plugins>%s</plugins></pluginManagement></build>
        </project>
        """
            .formatted(find(readme, "```xml\\n(.*?)```"), plugins));
    return project;
  }

  /** Runs a command and returns its standard output. */
  private String run(Path directory, List<String> command) throws Exception {
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), out + Files.readString(errors));
    return out;
  }

  private static void requireEntry(String jar, String entry) throws IOException {
    try (JarFile file = new JarFile(Path.of("target", jar).toFile())) {
      assertNotNull(file.getEntry(entry), entry + " in " + jar);
    }
  }

  private static String find(Path file, String regex) throws IOException {
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(Files.readString(file));
    assertTrue(matcher.find(), regex + " in " + file);
    return matcher.group(1);
  }

  /** JUnit must find no links when it removes the folder. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }
}
