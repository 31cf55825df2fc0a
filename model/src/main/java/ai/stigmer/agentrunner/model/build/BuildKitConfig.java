package ai.stigmer.agentrunner.model.build;

/** What buildkitd is told in its file, buildkitd.toml. */
final class BuildKitConfig {

    private BuildKitConfig() {}

    static String of(Output output) {
        // The pod's own /proc is masked, so that no other can be mounted within it: steps share the pod's.
        var config = "[worker.oci]\nnoProcessSandbox = true\n";
        var push = host(output.push());
        if (output.insecure()) {
            // TLS whose certificate nobody has signed is tried first, then none.
            config += "[registry.\"" + push + "\"]\nhttp = true\ninsecure = true\n";
        }
        var pull = host(output.pull());
        // Base images may bear the name by which nodes know the same registry.
        return pull.equals(push) ? config : config + "[registry.\"" + pull + "\"]\nmirrors = [\"" + push + "\"]\n";
    }

    private static String host(String repository) {
        return repository.substring(0, Math.max(0, repository.indexOf('/')));
    }
}
