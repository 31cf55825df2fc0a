package ai.stigmer.agentrunner.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A cluster of the tests: a real API server. One is started once (tools/cluster up test --audit) and shared by all
 * modules, with the CRD and the operator's rights installed. For tests on real pods -Dkubeconfig names somebody else's
 * instead, which is never stopped; kubectl is then the one on the PATH.
 */
public final class LocalCluster implements AutoCloseable {
    /** -Dcluster takes another one, e.g. for tests of two checkouts at a time. */
    private static final String NAME = System.getProperty("cluster", "test");

    private static final Optional<Path> GIVEN =
            Optional.ofNullable(System.getProperty("kubeconfig")).map(Path::of);

    private static final long MINUTES = 30;
    private static final Path TOOL = Repository.root().resolve("tools/cluster");

    /** A line of {@code tools/cluster status}. */
    private static final Pattern COMPONENT = Pattern.compile("\\s+(\\S+)\\s+pid (\\d+)");

    private final String name;
    private final Path kubeconfig;
    private final Optional<Path> auditLog;
    private final long auditStart;
    private final KubernetesClient client;

    private LocalCluster(String name, String... options) {
        this.name = name;
        var all = new ArrayList<>(List.of("up", name, "--audit"));
        all.addAll(List.of(options));
        tool(all.toArray(String[]::new)).orThrow();
        kubeconfig = Path.of(tool("kubeconfig", name).orThrow().strip());
        var log = Path.of(tool("audit", name).orThrow().strip());
        auditLog = Optional.of(log);
        auditStart = size(log);
        client = clientFor(kubeconfig);
    }

    private LocalCluster(Path given) {
        name = "";
        kubeconfig = given;
        auditLog = Optional.empty();
        auditStart = 0;
        client = clientFor(kubeconfig);
    }

    /** What a command said. */
    public record Result(List<String> command, int exit, String out, String err) {

        /**
         * The standard output.
         *
         * @throws AssertionError with all that the command said, where its exit code isn't 0
         */
        public String orThrow() {
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + exit + ": " + err + out);
            }
            return out;
        }
    }

    /** The shared one; starts it the first time. */
    public static LocalCluster up() {
        return Shared.CLUSTER;
    }

    /** One of the caller's own, with nothing installed; to be closed. */
    public static LocalCluster bare() {
        var name = NAME + "-bare";
        tool("down", name).orThrow();
        return new LocalCluster(name);
    }

    /** Another of the caller's own, with the CRD and the rights, where claims are bound at once; to be closed. */
    public static LocalCluster plain() {
        var name = NAME + "-plain";
        tool("down", name).orThrow();
        var cluster = new LocalCluster(name, "--plain");
        cluster.installCustomResourceDefinition();
        cluster.installRights();
        return cluster;
    }

    /**
     * The one of -Dkubeconfig, with nothing installed.
     *
     * @throws IllegalStateException without -Dkubeconfig
     */
    public static LocalCluster given() {
        return new LocalCluster(GIVEN.orElseThrow(() -> new IllegalStateException("-Dkubeconfig names no cluster")));
    }

    @Override
    public void close() {
        client.close();
        tool("down", name).orThrow();
    }

    /** Installs manifests/crd, and returns once AgentRunners can be listed. */
    public void installCustomResourceDefinition() {
        install("crd");
        Eventually.isTrue("the CRD is established", this::agentRunnersCanBeListed);
    }

    /** The operator's namespace and rights. */
    public void installRights() {
        install("rbac");
    }

    private void install(String part) {
        var folder = Repository.root().resolve("manifests").resolve(part);
        kubectl("apply", "--server-side", "--force-conflicts", "-k", folder.toString())
                .orThrow();
    }

    /** A client that may do everything. */
    public KubernetesClient client() {
        return client;
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    /** How long a test may wait for what the cluster does: real pods take their time, e.g. to pull an image. */
    public Duration patience() {
        return Duration.ofSeconds(GIVEN.isPresent() ? 180 : 60);
    }

    /**
     * One JSON object a line: who asked the API server what.
     *
     * @throws java.util.NoSuchElementException for somebody else's cluster
     */
    public Path auditLog() {
        return auditLog.orElseThrow();
    }

    /** The pid of each component that was started, by its name, e.g. kube-apiserver. */
    public Map<String, Long> processes() {
        var pids = new TreeMap<String, Long>();
        for (var line : tool("status", name).orThrow().lines().toList()) {
            var component = COMPONENT.matcher(line);
            if (component.matches()) {
                pids.put(component.group(1), Long.valueOf(component.group(2)));
            }
        }
        return pids;
    }

    /** Where in the audit log this run of tests begins, in bytes: the cluster may be older. */
    public long auditStart() {
        return auditStart;
    }

    /** The cluster's own kubectl. */
    public Result kubectl(String... arguments) {
        return run(
                GIVEN.map(path -> List.of("kubectl", "--kubeconfig", path.toString()))
                        .orElse(List.of(TOOL.toString(), "kubectl", name)),
                arguments);
    }

    /** What {@code kubectl apply} says to this manifest. */
    public Result apply(String manifest, String... options) {
        try {
            var file = Files.createTempFile("manifest", ".yaml");
            Files.writeString(file, manifest);
            var all = new ArrayList<>(List.of("apply", "-f", file.toString()));
            all.addAll(Arrays.asList(options));
            var result = kubectl(all.toArray(String[]::new));
            Files.delete(file);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a component of the control plane at once, e.g. kube-apiserver. */
    public void kill(String component) {
        tool("kill", name, component).orThrow();
    }

    /** Starts a killed component again. */
    public void start(String component) {
        tool("start", name, component).orThrow();
    }

    /** Stops a component in its tracks: its connections stay open, and nothing is answered. */
    public void freeze(String component) {
        tool("freeze", NAME, component).orThrow();
    }

    /** Lets a frozen component go on. */
    public void thaw(String component) {
        tool("thaw", NAME, component).orThrow();
    }

    /** A namespace of its own for a test: its name begins as given. */
    public String newNamespace(String prefix) {
        var start = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(start.substring(0, Math.min(start.length(), 40)) + "-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        Eventually.isTrue(
                "namespace " + namespace + " has its default ServiceAccount",
                () -> client.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null);
        return namespace;
    }

    private boolean agentRunnersCanBeListed() {
        try {
            client.genericKubernetesResources("stigmer.ai/v1alpha1", "AgentRunner")
                    .inAnyNamespace()
                    .list();
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static KubernetesClient clientFor(Path kubeconfig) {
        var config = new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                .withOnlyHttpWatches(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Result tool(String... arguments) {
        if (GIVEN.isPresent()) {
            throw new IllegalStateException("this test needs a cluster of its own: run it without -Dkubeconfig");
        }
        return run(List.of(TOOL.toString()), arguments);
    }

    private static Result run(List<String> program, String... arguments) {
        var command = new ArrayList<>(program);
        command.addAll(Arrays.asList(arguments));
        return run(command, MINUTES);
    }

    /**
     * Runs any program to its end.
     *
     * @throws AssertionError when it takes longer; it is killed then
     */
    public static Result run(List<String> command, long minutes) {
        try {
            var out = Files.createTempFile("tool", ".out");
            var err = Files.createTempFile("tool", ".err");
            var process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + minutes + " minutes");
            }
            var result = new Result(command, process.exitValue(), read(out), read(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        static final LocalCluster CLUSTER = start();

        private static LocalCluster start() {
            var cluster = GIVEN.map(LocalCluster::new).orElseGet(() -> new LocalCluster(NAME));
            cluster.installCustomResourceDefinition();
            cluster.installRights();
            return cluster;
        }
    }
}
