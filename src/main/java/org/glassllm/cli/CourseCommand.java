package org.glassllm.cli;

import java.nio.file.Path;

/**
 * A command that the course adds to {@code glass}. An implementation is a picocli command in the
 * test classes of the project folder, where {@link java.util.ServiceLoader} finds it.
 */
public interface CourseCommand extends Runnable {
  /** Sets the project folder. {@code glass} calls this method once, before {@link #run}. */
  void setProject(Path folder);
}
