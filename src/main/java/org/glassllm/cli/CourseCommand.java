package org.glassllm.cli;

import java.nio.file.Path;

/**
 * A command that the course adds to {@code glass}. An implementation is a picocli command among the
 * project folder's test classes; {@link java.util.ServiceLoader} finds it.
 */
public interface CourseCommand extends Runnable {
  /** Sets the project folder. Called once, before {@link #run}. */
  void setProject(Path folder);
}
