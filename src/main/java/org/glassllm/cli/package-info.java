/**
 * Before: everything. Next: nothing; here a person sits.
 *
 * <p>The command {@code glass}. Each subcommand is a small class that reads options, calls the
 * framework and prints; numbers also as one line of JSON by {@code --json}. A bad input gives one
 * line on stderr and exit code 2, a fault of ours one line and exit code 1, both with a stack trace
 * by {@code --stacktrace}.
 */
package org.glassllm.cli;
