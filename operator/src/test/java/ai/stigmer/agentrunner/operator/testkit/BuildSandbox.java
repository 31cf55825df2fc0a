package ai.stigmer.agentrunner.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.BuildJobRenderer;
import ai.stigmer.agentrunner.model.build.Builder;
import ai.stigmer.agentrunner.model.build.Confinement;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.build.LocalRegistry;
import ai.stigmer.agentrunner.model.build.Output;
import ai.stigmer.agentrunner.model.build.SecurityProfile;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.CommonMetadataSpec;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A namespace where builds may run, the cluster's local registry, and an AgentRunner that the Jobs belong to. */
public final class BuildSandbox {
    /** {@code -Dbuilder}: the image that builds. */
    public static final String BUILDER = System.getProperty("builder", "moby/buildkit:rootless");

    /** {@code -Dbase}: an image with a shell, as BuildKit finds it. */
    public static final String BASE = System.getProperty("base", Worker.image(Worker.VERSION));

    private final LocalCluster cluster;
    private final Sandbox user;
    final LocalRegistry registry;

    public BuildSandbox(LocalCluster cluster, Sandbox user) {
        this.cluster = cluster;
        this.user = user;
        registry = admitBuilds(cluster, user);
        user.runner("demo", "{version: \"1\", suspend: true}");
    }

    /** Labels the namespace so that builds may run in it, on a cluster with a registry for them. */
    public static LocalRegistry admitBuilds(LocalCluster cluster, Sandbox user) {
        var hosting = cluster.client()
                .configMaps()
                .inNamespace(LocalRegistry.NAMESPACE)
                .withName(LocalRegistry.CONFIG_MAP)
                .get();
        var found = Optional.ofNullable(hosting)
                .flatMap(map -> LocalRegistry.parse(map.getData().getOrDefault(LocalRegistry.KEY, "")))
                .filter(local -> local.fromClusterNetwork().isPresent());
        assumeTrue(
                found.isPresent(),
                "the cluster tells of no registry that pods reach: kubectl apply -k manifests/components/local-registry");
        cluster.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=privileged")
                .orThrow();
        return found.orElseThrow();
    }

    public BuildSpec spec(BuildSource source, List<BuildSpec.Secret> secrets, int retries) {
        return new BuildSpec(
                source,
                "Dockerfile",
                Optional.empty(),
                new TreeMap<>(),
                secrets,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BuildSpec.Cache.NONE,
                150,
                retries,
                3,
                new ResourceRequirements(),
                Optional.empty());
    }

    public static BuildSource inline(String dockerfile) {
        return new BuildSource.Inline(new TreeMap<>(Map.of("Dockerfile", dockerfile)));
    }

    public Output toLocalRegistry() {
        var path = "/e2e/" + user.namespace();
        return new Output(
                registry.fromClusterNetwork().orElseThrow() + path,
                registry.fromContainerRuntime().orElse(registry.host()) + path,
                "1",
                true,
                Optional.empty());
    }

    /** Runs the Job that the operator would make, until it has ended. */
    public JobState run(BuildSpec spec, Output output) {
        return run(spec, output, Confinement.of(SecurityProfile.EXPLICIT));
    }

    public JobState run(BuildSpec spec, Output output, Confinement confinement) {
        var runner = user.get("demo").getMetadata();
        var build = new Build(
                runner.getName(),
                user.namespace(),
                runner.getUid(),
                "0123456789",
                spec,
                Optional.empty(),
                output,
                CommonMetadataSpec.NONE,
                new TreeMap<>(Map.of("org.opencontainers.image.title", "demo")));
        var job = BuildJobRenderer.render(build, Builder.of(BUILDER).confinedBy(confinement));
        assertThat(job.getMetadata().getOwnerReferences().get(0).getKind()).isEqualTo(AgentRunner.KIND);
        cluster.client().resource(job).create();
        user.eventually(() -> assertThat(state(build)).as(yaml()).isNotInstanceOf(JobState.Running.class));
        return state(build);
    }

    private JobState state(Build build) {
        var job = cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(user.namespace())
                .withName(build.jobName())
                .require();
        return JobState.of(job, pods());
    }

    public List<Pod> pods() {
        return cluster.client()
                .pods()
                .inNamespace(user.namespace())
                .withLabel("app.kubernetes.io/component", "build")
                .list()
                .getItems();
    }

    /** The Job and its pods, as whoever may read them sees them. */
    public String yaml() {
        return user.kubectl("get", "jobs,pods", "-o", "yaml");
    }

    public String log() {
        return user.kubectl("logs", "-l", "app.kubernetes.io/component=build", "--tail=-1");
    }

    /** What a pod of this image says. */
    public String say(String name, String image, String script) {
        user.kubectl("run", name, "--restart=Never", "--image=" + image, "--command", "--", "sh", "-c", script);
        user.kubectl("wait", "pod/" + name, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=90s");
        return user.kubectl("logs", name).strip();
    }
}
