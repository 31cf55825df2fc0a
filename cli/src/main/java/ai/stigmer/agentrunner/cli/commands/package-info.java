/** The command line: one class a command, and what several of them share. */
@NullMarked
package ai.stigmer.agentrunner.cli.commands;

import org.jspecify.annotations.NullMarked;
