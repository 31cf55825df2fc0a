package ai.stigmer.agentrunner.cli.starter;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.output.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes it, with a comment where a choice was made. */
public final class StarterManifest {
    private final Answers answers;
    private final List<String> lines = new ArrayList<>();

    private StarterManifest(Answers answers) {
        this.answers = answers;
    }

    /** The manifest's text. */
    public static String text(Answers answers) {
        var manifest = new StarterManifest(answers);
        manifest.head();
        manifest.image();
        manifest.temporal();
        manifest.model();
        manifest.workspace();
        return String.join("\n", manifest.lines) + "\n";
    }

    /** The commands that make the Secrets it refers to; empty: it needs none. */
    public static List<String> secrets(Answers answers) {
        var commands = new ArrayList<String>();
        if (answers.isTemporalCloud()) {
            commands.add(secret(answers, "temporal", "TEMPORAL_API_KEY"));
        }
        if (answers.needsKey()) {
            commands.add(secret(answers, answers.provider(), answers.provider().toUpperCase(Locale.ROOT) + "_API_KEY"));
        }
        return commands;
    }

    /** The key comes from a variable: what is typed stays in the shell's history. */
    private static String secret(Answers answers, String name, String variable) {
        return "kubectl create secret generic " + name
                + (answers.namespace().isEmpty() ? "" : " -n " + answers.namespace())
                + " --from-literal=api-key=\"$" + variable + "\"";
    }

    private void head() {
        add("# What is not here has a default: kubectl explain agentrunner.spec");
        var secrets = secrets(answers);
        if (!secrets.isEmpty()) {
            add("# Its keys are in Secrets, which are to be made first:");
            secrets.forEach(command -> add("#   " + command));
        }
        add(
                "apiVersion: " + AgentRunner.API_VERSION,
                "kind: " + AgentRunner.KIND,
                "metadata:",
                "  name: " + text(answers.name()));
        if (!answers.namespace().isEmpty()) {
            add("  namespace: " + text(answers.namespace()));
        }
        add("spec:");
    }

    private void image() {
        if (answers.build().isEmpty()) {
            add("  version: " + text(answers.version()) + " # the image's tag, of ghcr.io/stigmer/agent-runner");
            return;
        }
        add(
                "  # The operator builds the image in the cluster, where its installation has policy.allowBuilds.",
                "  build:");
        if (answers.build().equals(Answers.INLINE)) {
            add(
                    "    source:",
                    "      inline:",
                    "        files:",
                    "          Dockerfile: |",
                    "            FROM ghcr.io/stigmer/agent-runner:" + answers.version(),
                    "            # What the worker needs besides, e.g. RUN pip install --no-cache-dir PACKAGE");
        } else {
            add("    source:", "      git:", "        url: " + text(answers.build()));
            add("        ref: main # a branch, a tag or a commit");
        }
        if (!answers.repository().isEmpty()) {
            add("    output:", "      repository: " + text(answers.repository()));
            add("      # pushSecretRef: {name: registry} # kubectl create secret docker-registry registry …");
        }
    }

    private void temporal() {
        add(
                "  temporal:",
                "    address: " + text(answers.temporal()),
                "    namespace: " + text(answers.temporalNamespace()));
        add("    taskQueue: agents # the one that workflows name");
        if (answers.isTemporalCloud()) {
            add("    apiKeySecretRef: {name: temporal, key: api-key}", "    tls: {}");
        }
    }

    private void model() {
        add("  llm:", "    provider: " + text(answers.provider()));
        if (!answers.model().isEmpty()) {
            add("    model: " + text(answers.model()));
        }
        if (answers.needsKey()) {
            add("    apiKeySecretRef: {name: " + text(answers.provider()) + ", key: api-key}");
        } else {
            add("    baseURL: " + text(answers.ollama())
                    + " # where Ollama listens on all addresses: OLLAMA_HOST=0.0.0.0");
        }
    }

    private void workspace() {
        add("  workspace:");
        switch (answers.workspace()) {
            case Answers.CLAIM ->
                add(
                        "    claim: # a volume that outlives the AgentRunner; retention: Delete takes it along",
                        "      size: 1Gi # it can grow, and never shrinks");
            case Answers.EPHEMERAL -> add("    ephemeral: # goes with its pod", "      sizeLimit: 1Gi");
            default -> add("    existingClaim:", "      claimName: " + text(answers.workspace()));
        }
    }

    private static String text(String words) {
        return YamlWriter.scalar(words);
    }

    private void add(String... more) {
        lines.addAll(List.of(more));
    }
}
