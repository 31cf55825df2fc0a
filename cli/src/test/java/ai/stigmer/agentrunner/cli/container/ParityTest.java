package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.Folder;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs here is what the operator would run: every sample, every golden case of the model, and random mixtures. */
class ParityTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CASES = "model/src/test/resources/cases";
    private static final int RANDOM_SPECS = 500;
    private static final long SEED = Long.getLong("seed", 20261126);

    /** Golden cases of what the definition already refuses, or knows nothing of: no file with it gets any further. */
    private static final Set<String> REFUSED_BY_THE_DEFINITION =
            Set.of("volume-of-an-unlisted-type-is-refused", "git-url-with-credentials-is-refused");

    /** All that a policy can allow: what is compared is the mapping, not who may ask for it. */
    private static final OperatorModel MODEL = new OperatorModel(new Policy(EnumSet.allOf(Permission.class)));

    static Stream<Path> manifests() {
        var cases = Folder.list(CASES).stream()
                .filter(Files::isDirectory)
                .flatMap(area -> Folder.list(CASES + "/" + area.getFileName()).stream())
                .map(folder -> folder.resolve("in-agentrunner.yaml"))
                .filter(Files::exists)
                .filter(file -> REFUSED_BY_THE_DEFINITION.stream().noneMatch(file.toString()::contains));
        return Stream.concat(Folder.list("manifests/samples").stream(), cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void runs_what_the_operator_would_run(Path file) {
        read(file).forEach(ParityTest::compare);
    }

    @Test
    void every_golden_case_of_the_model_is_found() {
        assertThat(manifests()).hasSizeGreaterThan(200);
    }

    @Test
    void random_mixtures_of_their_fields_do_too() {
        var values = new TreeMap<String, List<JsonNode>>();
        manifests().flatMap(file -> read(file).stream()).forEach(runner -> JSON.valueToTree(runner)
                .path("spec")
                .properties()
                .forEach(field -> values.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                        .add(field.getValue())));
        var random = new Random(SEED);
        int compared = 0;
        for (int count = 0; count < RANDOM_SPECS; count++) {
            var spec = JSON.createObjectNode();
            values.forEach((field, known) -> {
                if (random.nextInt(3) == 0) {
                    spec.set(field, known.get(random.nextInt(known.size())));
                }
            });
            spec.put("version", "1.4.2");
            var manifest = "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: random}, spec: "
                    + spec + "}";
            var runner = accepted(manifest);
            if (runner.isPresent()) {
                compare(runner.get());
                compared++;
            }
        }
        assertThat(compared).as("of %s, seed %s", RANDOM_SPECS, SEED).isGreaterThan(RANDOM_SPECS / 4);
    }

    private static Optional<AgentRunner> accepted(String manifest) {
        try {
            return ManifestReader.read(List.of(new ManifestFile("random.yaml", manifest))).runners().stream()
                    .map(Manifests.Source::runner)
                    .findFirst();
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private static List<AgentRunner> read(Path file) {
        try {
            // Golden cases carry a status and what the API server adds.
            var text = Files.readString(file);
            return ManifestReader.read(List.of(new ManifestFile(file.toString(), text))).runners().stream()
                    .map(Manifests.Source::runner)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(AgentRunner runner) {
        var copy = withoutBuild(runner);
        var rendered = rendered(copy);
        if (rendered.isEmpty()) {
            return;
        }
        var pod = rendered.get().getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();
        var configuration = References.of(runner);
        var plan = ContainerPlanner.plan(copy, rendered.get(), configuration, RunOptions.NONE);
        var spec = plan.spec();

        assertThat(spec.image()).isEqualTo(container.getImage());
        assertThat(spec.pullPolicy()).isEqualTo(container.getImagePullPolicy());
        assertThat(spec.user())
                .isEqualTo(pod.getSecurityContext().getRunAsUser() + ":"
                        + pod.getSecurityContext().getRunAsGroup());
        assertThat(Stream.concat(
                        Stream.of(spec.user().substring(spec.user().indexOf(':') + 1)), spec.groups().stream()))
                .contains(String.valueOf(pod.getSecurityContext().getFsGroup()));
        assertThat(spec.readOnlyRoot()).isEqualTo(container.getSecurityContext().getReadOnlyRootFilesystem());
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(spec.network().host()).isEqualTo(Boolean.TRUE.equals(pod.getHostNetwork()));
        assertThat((long) spec.graceSeconds()).isEqualTo(pod.getTerminationGracePeriodSeconds());
        compareCommand(spec, container, compareEnvironment(spec, container, configuration));
        compareMounts(spec, container, plan);
        compareLimits(spec, container);
        compareCheck(spec, container);
        compareHosts(spec, pod);
    }

    /** Empty: the golden case is about a refusal that no policy lifts. */
    private static Optional<Deployment> rendered(AgentRunner runner) {
        try {
            return Optional.of(MODEL.deployment(runner));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> compareEnvironment(
            ContainerSpec spec, Container container, Configuration configuration) {
        var values = EnvironmentPlanner.values(spec.environment());
        var expected = ExpectedEnvironment.of(container, configuration, values);
        assertThat(values).containsAllEntriesOf(expected).hasSameSizeAs(expected);
        return expected;
    }

    private static void compareCommand(ContainerSpec spec, Container container, Map<String, String> values) {
        assertThat(spec.entrypointValues())
                .isEqualTo(container.getCommand().stream()
                        .map(part -> ExpectedEnvironment.expanded(part, values))
                        .toList());
        assertThat(spec.argumentValues())
                .isEqualTo(container.getArgs().stream()
                        .map(part -> ExpectedEnvironment.expanded(part, values))
                        .toList());
    }

    private static void compareMounts(ContainerSpec spec, Container container, ContainerPlan plan) {
        var paths = container.getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .toList();
        if (plan.missing().isEmpty()) {
            assertThat(spec.mounts()).extracting(Mount::path).containsExactlyElementsOf(paths);
        }
        for (var mount : container.getVolumeMounts()) {
            spec.mounts().stream()
                    .filter(planned -> planned.path().equals(mount.getMountPath()))
                    .forEach(planned -> assertThat(planned.readOnly() || !Boolean.TRUE.equals(mount.getReadOnly()))
                            .as("what is read-only in a pod is so here: " + mount)
                            .isTrue());
        }
    }

    private static void compareLimits(ContainerSpec spec, Container container) {
        var limits = Optional.ofNullable(container.getResources())
                .map(resources -> resources.getLimits())
                .orElse(Map.of());
        assertThat(spec.limits().memoryBytes())
                .isEqualTo(Optional.ofNullable(limits.get("memory"))
                        .map(Quantity::getNumericalAmount)
                        .map(amount -> amount.setScale(0, RoundingMode.CEILING).longValue())
                        .orElse(0L));
        assertThat(spec.limits().nanoCpus())
                .isEqualTo(Optional.ofNullable(limits.get("cpu"))
                        .map(cpu -> cpu.getNumericalAmount().movePointRight(9).longValue())
                        .orElse(0L));
        var requests = Optional.ofNullable(container.getResources())
                .map(resources -> resources.getRequests())
                .orElse(Map.of());
        assertThat(spec.limits().reservedBytes())
                .isEqualTo(Optional.ofNullable(requests.get("memory"))
                        .map(Quantity::getNumericalAmount)
                        .map(amount -> amount.setScale(0, RoundingMode.CEILING).longValue())
                        .orElse(0L));
        assertThat(spec.limits().cpuShares())
                .as("as the kubelet's MilliCPUToShares has it")
                .isEqualTo(Optional.ofNullable(requests.get("cpu"))
                        .map(Quantity::getNumericalAmount)
                        .filter(cpus -> cpus.signum() > 0)
                        .map(cpus -> (long) Math.ceil(cpus.doubleValue() * 1000) * 1024 / 1000)
                        .map(shares -> Math.clamp(shares, 2, 262_144))
                        .orElse(0));
    }

    private static void compareCheck(ContainerSpec spec, Container container) {
        var readiness = container.getReadinessProbe();
        if (readiness == null || readiness.getExec() == null) {
            assertThat(spec.check()).isEmpty();
            return;
        }
        var check = spec.check().orElseThrow();
        assertThat(check.command()).isEqualTo(readiness.getExec().getCommand());
        assertThat(check.intervalSeconds())
                .isEqualTo(Optional.ofNullable(readiness.getPeriodSeconds()).orElse(10));
        assertThat(check.timeoutSeconds())
                .isEqualTo(Optional.ofNullable(readiness.getTimeoutSeconds()).orElse(1));
        assertThat(check.retries())
                .isEqualTo(Optional.ofNullable(readiness.getFailureThreshold()).orElse(3));
        var startup = Optional.ofNullable(container.getStartupProbe()).orElse(readiness);
        assertThat(check.startPeriodSeconds())
                .isEqualTo(Optional.ofNullable(startup.getInitialDelaySeconds()).orElse(0)
                        + Optional.ofNullable(startup.getPeriodSeconds()).orElse(10)
                                * Optional.ofNullable(startup.getFailureThreshold())
                                        .orElse(3));
    }

    private static void compareHosts(ContainerSpec spec, PodSpec pod) {
        pod.getHostAliases().forEach(alias -> alias.getHostnames()
                .forEach(name -> assertThat(spec.network().aliases()).contains(name + ":" + alias.getIp())));
    }

    private static AgentRunner withoutBuild(AgentRunner runner) {
        var tree = JSON.<ObjectNode>valueToTree(runner);
        var spec = (ObjectNode) tree.path("spec");
        if (spec.remove("build") != null) {
            spec.put("version", "1.4.2");
        }
        tree.remove("status");
        return accepted(tree.toString()).orElseThrow();
    }
}
