package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.output.Console;
import java.io.InputStream;
import java.util.Map;

/**
 * What a command gets from outside.
 *
 * @param console where it writes
 * @param input standard input
 * @param environment of the process
 * @param isInteractive whether somebody can answer a question
 */
public record Context(Console console, InputStream input, Map<String, String> environment, boolean isInteractive) {}
