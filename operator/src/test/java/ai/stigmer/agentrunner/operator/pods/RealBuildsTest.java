package ai.stigmer.agentrunner.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.stigmer.agentrunner.model.build.BuildReason;
import ai.stigmer.agentrunner.model.build.Confinement;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.build.Output;
import ai.stigmer.agentrunner.model.build.SecurityProfile;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.TestProgress;
import ai.stigmer.agentrunner.operator.testkit.Worker;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Jobs of builds where containers really run, with the cluster's local registry: make e2e-pods. */
@Tag("pods")
@ExtendWith(TestProgress.class)
class RealBuildsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    /** {@code -Dseccomp.profile}: a profile of the nodes under which BuildKit works. */
    private static final String SECCOMP = System.getProperty("seccomp.profile", "");

    private static final String FROM = "FROM " + BuildSandbox.BASE + "\n";

    /** Downloads all that the registry has of an image, and says whether a word is in it. */
    private static final String SEARCH = """
            cd /tmp; todo=DIGEST
            while [ "$todo" ]; do
              next=
              for d in $todo; do
                [ ! -e "$d" ] || continue
                wget -qO "$d" --header 'Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json' \
                  "http://REPOSITORY/manifests/$d" 2>/dev/null || wget -qO "$d" "http://REPOSITORY/blobs/$d" 2>/dev/null || :
                next="$next $(head -c 100000 "$d" | grep -ao 'sha256:[0-9a-f]\\{64\\}')"
              done
              todo=$(echo $next)
            done
            for word in WORDS; do
              for f in sha256:*; do { cat "$f"; gunzip -c <"$f" 2>/dev/null; } | grep -aq "$word" && echo "$word is in it"; done
            done
            echo searched
            """;

    private Sandbox user;
    private BuildSandbox builds;

    @BeforeEach
    void namespaceForBuilds(TestInfo test) {
        user = Sandbox.create(CLUSTER, test.getTestMethod().orElseThrow().getName());
        builds = new BuildSandbox(CLUSTER, user);
    }

    @AfterEach
    void deleteNamespace() {
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }

    @Test
    void an_image_is_built_from_lines_of_the_manifest_and_runs_by_digest() {
        var source = BuildSandbox.inline(FROM + "RUN echo \"made by $(id -u) in $HOME\" >/said\n");
        var image = succeeded(builds.run(builds.spec(source, List.of(), 0), builds.toLocalRegistry()));
        assertThat(image.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(builds.say("built", builds.toLocalRegistry().pull() + "@" + image.digest(), "cat /said"))
                .isEqualTo("made by 0 in /root");
    }

    @Test
    void a_broken_Dockerfile_is_told_by_its_failing_line_and_not_tried_again() {
        var source = BuildSandbox.inline(FROM + "RUN true\nRUN echo 'no \"such\" package' >&2; exit 3\n");
        var failed = failed(builds.run(builds.spec(source, List.of(), 2), builds.toLocalRegistry()));
        assertThat(failed.reason()).isEqualTo(BuildReason.Dockerfile);
        assertThat(failed.words())
                .isEqualTo(
                        "Dockerfile:3: RUN echo 'no \"such\" package' >&2; exit 3: exit code: 3: no \"such\" package");
        assertThat(builds.pods()).hasSize(1);
    }

    @Test
    void a_registry_that_is_not_there_is_tried_again_and_then_explained() {
        var nowhere = new Output("localhost:1/demo", "localhost:1/demo", "1", true, Optional.empty());
        var source = BuildSandbox.inline("FROM scratch\nCOPY Dockerfile /\n");
        var failed = failed(builds.run(builds.spec(source, List.of(), 1), nowhere));
        assertThat(failed.reason()).isEqualTo(BuildReason.Network);
        assertThat(failed.words()).contains("failed to push localhost:1/demo:1", "connection refused");
        assertThat(builds.pods()).hasSize(2);
    }

    @Test
    void a_secret_of_a_build_is_found_nowhere() {
        user.kubectl("create", "secret", "generic", "index", "--from-literal=token=t0p-s3cret");
        var source = BuildSandbox.inline(
                FROM
                        + "RUN --mount=type=secret,id=pip,required=true grep -q s3cret /run/secrets/pip && echo seen-it >/said\n");
        var image = succeeded(builds.run(
                builds.spec(source, List.of(new BuildSpec.Secret("pip", "index", "token")), 0),
                builds.toLocalRegistry()));
        assertThat(builds.yaml() + builds.log()).contains("demo-build").doesNotContain("t0p-s3cret", "dDBwLXMzY3JldA");

        var repository = builds.toLocalRegistry().push().replaceFirst("/", "/v2/");
        var said = builds.say(
                "search",
                Worker.image(Worker.VERSION),
                SEARCH.replace("DIGEST", image.digest())
                        .replace("REPOSITORY", repository)
                        .replace("WORDS", "seen-it t0p-s3cret dDBwLXMzY3JldA"));
        assertThat(said).contains("seen-it is in it").endsWith("searched").doesNotContain("s3cret", "dDBw");
    }

    @Test
    void a_Secret_that_is_not_there_is_told() {
        var secrets = List.of(new BuildSpec.Secret("pip", "index", "token"));
        var failed = failed(builds.run(builds.spec(BuildSandbox.inline(FROM), secrets, 0), builds.toLocalRegistry()));
        assertThat(failed.reason()).isEqualTo(BuildReason.Secret);
        assertThat(failed.words()).isEqualTo("secrets: the key token of the Secret index is missing or empty");
    }

    @Test
    void a_branch_of_a_repository_is_built_and_its_commit_told() {
        var server = new GitServer(CLUSTER, user);
        assumeTrue(server.isServing(), "the builder's image has no git daemon to serve a repository with");
        var source = new BuildSource.Git(server.url(), "main", Optional.of("worker"), Optional.empty());
        var image = succeeded(builds.run(builds.spec(source, List.of(), 0), builds.toLocalRegistry()));
        assertThat(image.commit()).contains(server.commit());
        assertThat(builds.say("built", builds.toLocalRegistry().pull() + "@" + image.digest(), "cat /app/hello"))
                .isEqualTo("hello");
    }

    @Test
    void a_branch_that_is_not_there_is_told() {
        var server = new GitServer(CLUSTER, user);
        assumeTrue(server.isServing(), "the builder's image has no git daemon to serve a repository with");
        var source = new BuildSource.Git(server.url(), "relase", Optional.empty(), Optional.empty());
        var failed = failed(builds.run(builds.spec(source, List.of(), 2), builds.toLocalRegistry()));
        assertThat(failed.reason()).isEqualTo(BuildReason.Source);
        assertThat(failed.words()).contains("repository does not contain ref relase");
        assertThat(failed.fix().orElseThrow()).contains("spec.build.source.git.ref");
        assertThat(builds.pods()).hasSize(1);
    }

    @Test
    void a_baseline_namespace_admits_builds_of_which_no_profile_is_said() {
        builds(Confinement.of(SecurityProfile.UNSET));
    }

    @Test
    void a_baseline_namespace_admits_builds_under_a_profile_of_the_node() {
        assumeFalse(SECCOMP.isEmpty(), "SECCOMP_PROFILE names no profile of the nodes");
        builds(new Confinement(SecurityProfile.LOCALHOST, Optional.of(SECCOMP), Optional.empty()));
    }

    private void builds(Confinement confinement) {
        CLUSTER.kubectl("label", "--overwrite", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=baseline")
                .orThrow();
        var spec = builds.spec(BuildSandbox.inline(FROM + "RUN true\n"), List.of(), 0);
        var state = builds.run(spec, builds.toLocalRegistry(), confinement);
        // A kubelet that gives a seccomp profile to all pods confines it too much.
        assumeFalse(
                confinement.profile() == SecurityProfile.UNSET
                        && state instanceof JobState.Failed failed
                        && failed.reason() == BuildReason.Builder,
                "the kubelet has a default seccomp profile");
        succeeded(state);
    }

    private JobState.Succeeded succeeded(JobState state) {
        assertThat(state).as(builds.log()).isInstanceOf(JobState.Succeeded.class);
        return (JobState.Succeeded) state;
    }

    private JobState.Failed failed(JobState state) {
        return assertThat(state)
                .as(builds.log())
                .asInstanceOf(type(JobState.Failed.class))
                .actual();
    }
}
