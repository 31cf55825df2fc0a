package ai.stigmer.agentrunner.cli.commands;

/** For people or for programs. */
enum OutputFormat {
    text,
    json
}
