/**
 * Before: all other packages. Next: none; this package is the user interface.
 *
 * <p>Implements the command {@code glass}. Each subcommand is a small class that reads options,
 * calls the framework and prints the result. {@code --json} prints the result as one line of JSON.
 * Bad input gives one line on stderr and exit code 2; an internal error gives one line and exit
 * code 1. {@code --stacktrace} adds the stack trace.
 */
package org.glassllm.cli;
