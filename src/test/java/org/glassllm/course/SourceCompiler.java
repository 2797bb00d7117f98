package org.glassllm.course;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.glassllm.base.InputException;

/** Compiles Java sources in memory and loads their classes. */
public final class SourceCompiler {
  private SourceCompiler() {}

  /**
   * Compiles sources.
   *
   * @param sources source text by class name
   * @param classPath folders and jars that the sources need
   * @param parent loader of all other classes
   * @throws InputException with the first compiler error if the sources do not compile
   */
  public static ClassLoader compile(
      Map<String, String> sources, List<String> classPath, ClassLoader parent) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new InputException("this Java has no compiler: install a JDK instead of a JRE");
    }
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    StandardJavaFileManager files = compiler.getStandardFileManager(messages, Locale.ROOT, null);
    Memory memory = new Memory(files);
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Text(name, text)));
    List<String> options =
        List.of("-proc:none", "-nowarn", "-classpath", String.join(File.pathSeparator, classPath));
    if (!compiler.getTask(null, memory, messages, options, null, units).call()) {
      throw new InputException(
          "does not compile: "
              + messages.getDiagnostics().stream()
                  .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                  .map(
                      d ->
                          (d.getSource() == null ? "" : d.getSource().getName() + " ")
                              + "line "
                              + d.getLineNumber()
                              + ": "
                              + d.getMessage(Locale.ROOT).replace("\n", " "))
                  .findFirst()
                  .orElse("no message"));
    }
    return new Loader(memory.classes, parent);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String name, String text) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          classes.put(name, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes, ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    /** Prefers classes from memory to classes of the same name on the class path. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!classes.containsKey(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
