package ai.stigmer.agentrunner.cli.manifest;

/**
 * A file that was read.
 *
 * @param name as the user gave it
 * @param text its content, YAML or JSON
 */
public record ManifestFile(String name, String text) {}
