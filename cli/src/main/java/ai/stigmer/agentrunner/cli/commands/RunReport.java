package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What run has done, or would do. */
final class RunReport {
    private final Console console;
    private final OutputFormat format;

    RunReport(Console console, OutputFormat format) {
        this.console = console;
        this.format = format;
    }

    /**
     * What became of one.
     *
     * @param id of its container; empty: there is none
     * @param failure why it failed; empty: it didn't
     */
    record Result(Prepared prepared, Launcher.Outcome outcome, String id, String failure) {
        static Result failed(Prepared prepared, String sentence) {
            return new Result(prepared, Launcher.Outcome.UNCHANGED, "", sentence);
        }
    }

    void results(List<Result> results, ContainerRuntime runtime) {
        if (format == OutputFormat.json) {
            console.print(Json.text(results.stream().map(RunReport::asMap).toList()));
            return;
        }
        var done = results.stream().filter(result -> result.failure().isEmpty()).toList();
        done.forEach(result -> text(result, runtime));
        done.stream()
                .filter(result ->
                        result.outcome() == Launcher.Outcome.CREATED || result.outcome() == Launcher.Outcome.REPLACED)
                .findFirst()
                .ifPresent(result -> next(result.prepared().name(), runtime));
    }

    private void text(Result result, ContainerRuntime runtime) {
        var name = result.prepared().name();
        if (result.outcome() == Launcher.Outcome.SUSPENDED) {
            console.print(name + " is suspended: its container does not run, its workspace stays");
            return;
        }
        var verb =
                switch (result.outcome()) {
                    case UNCHANGED -> "runs already, unchanged";
                    case CREATED -> "runs";
                    case REPLACED -> "runs, replaced";
                    case STARTED -> "runs again";
                    case SUSPENDED -> "is suspended";
                };
        console.print(name + " " + verb + ": " + result.prepared().spec().image() + " on " + runtime.title()
                + result.prepared()
                        .spec()
                        .workspace()
                        .map(mount -> ", workspace " + workspace(mount))
                        .orElse(""));
    }

    /** What one can do with it, told of the first alone. */
    private void next(String name, ContainerRuntime runtime) {
        console.note("Next: agentrunner logs -f " + name);
        console.note("      agentrunner exec -i " + name + " -- sh");
        console.note("      agentrunner rm " + name);
        console.note(runtime.kind().title()
                + " restarts a worker that ends, not one whose check fails: agentrunner restart " + name);
    }

    private static String workspace(Mount mount) {
        return switch (mount) {
            case Mount.Volume volume -> "volume " + volume.name();
            case Mount.Folder folder -> folder.source();
            case Mount.Ephemeral temporary -> "goes with the container";
            case Mount.Tmpfs memory -> "goes with the container";
            case Mount.Files files -> files.name();
        };
    }

    private static Map<String, Object> asMap(Result result) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", result.prepared().name());
        map.put("result", result.failure().isEmpty() ? result.outcome().name().toLowerCase(Locale.ROOT) : "failed");
        map.put("container", result.id());
        map.put("image", result.prepared().spec().image());
        if (!result.failure().isEmpty()) {
            map.put("message", result.failure());
        }
        map.put("unsupported", unsupported(result.prepared()));
        return map;
    }

    private static List<Map<String, String>> unsupported(Prepared prepared) {
        return prepared.plan().unsupported().stream()
                .map(field -> Map.of("field", field.field(), "instead", field.instead()))
                .toList();
    }

    void dryRun(List<Prepared> prepared) {
        if (format == OutputFormat.json) {
            console.print(
                    Json.text(prepared.stream().map(one -> asMap(one.spec())).toList()));
            return;
        }
        for (var one : prepared) {
            console.print("container " + one.name());
            asMap(one.spec()).forEach((key, value) -> console.print("  " + key + ": " + value));
        }
    }

    private static Map<String, Object> asMap(ContainerSpec spec) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", spec.name());
        map.put("image", spec.image());
        map.put("pullPolicy", spec.pullPolicy());
        map.put("entrypoint", shown(spec.entrypoint()));
        map.put("arguments", shown(spec.arguments()));
        map.put(
                "environment",
                spec.environment().stream()
                        .map(ContainerSpec.Variable::toString)
                        .toList());
        map.put("user", spec.user());
        map.put("groups", spec.groups());
        map.put("readOnlyRoot", spec.readOnlyRoot());
        map.put("mounts", spec.mounts().stream().map(RunReport::described).toList());
        map.put("memoryBytes", spec.limits().memoryBytes());
        map.put("cpus", spec.limits().nanoCpus() / 1e9);
        map.put("network", spec.network().host() ? "host" : "bridge");
        map.put("published", spec.network().published());
        map.put("healthCheck", spec.check().map(ContainerSpec.Check::command).orElse(List.of()));
        map.put("stopSeconds", spec.graceSeconds());
        map.put("labels", spec.labels());
        return map;
    }

    private static List<String> shown(List<ContainerSpec.Argument> command) {
        return command.stream().map(ContainerSpec.Argument::shown).toList();
    }

    private static String described(Mount mount) {
        return mount.path() + " "
                + switch (mount) {
                    case Mount.Volume volume -> "volume " + volume.name();
                    case Mount.Folder folder -> "folder " + folder.source();
                    case Mount.Ephemeral temporary -> "volume that goes with the container";
                    case Mount.Tmpfs memory -> "memory";
                    case Mount.Files files ->
                        "files " + String.join(", ", files.files().keySet());
                };
    }
}
