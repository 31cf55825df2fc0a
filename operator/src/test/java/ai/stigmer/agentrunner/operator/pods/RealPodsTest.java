package ai.stigmer.agentrunner.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.operator.testkit.TestProgress;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import ai.stigmer.agentrunner.operator.testkit.Worker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user sees where containers really run, in a namespace that enforces Pod Security restricted: make e2e-pods. */
@Tag("pods")
@ExtendWith(TestProgress.class)
class RealPodsTest extends WithOperator {
    private Worker worker;

    @BeforeEach
    void restrictedNamespace() {
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        worker = new Worker(CLUSTER, user);
    }

    @Test
    void a_file_survives_the_pod_and_the_AgentRunner() {
        worker.apply();
        worker.awaitReady();
        var first = worker.awaitPod();
        worker.exec("echo precious > /workspace/file");

        user.kubectl("delete", "pod", first.getMetadata().getName());
        var second = worker.awaitPod(first);
        assertThat(worker.exec("cat /workspace/file")).isEqualTo("precious");
        worker.awaitReady();

        var claim = user.claim("demo-workspace").getMetadata().getUid();
        user.kubectl("delete", "ar/demo");
        worker.awaitNoPod();
        assertThat(user.claim("demo-workspace").getMetadata().getDeletionTimestamp())
                .isNull();

        worker.apply();
        worker.awaitReady();
        worker.awaitPod(first, second);
        assertThat(worker.exec("cat /workspace/file")).isEqualTo("precious");
        assertThat(user.claim("demo-workspace").getMetadata().getUid()).isEqualTo(claim);
    }

    @Test
    void the_worker_can_write_to_its_workspace_and_tmp_and_has_no_other_power() {
        worker.apply();
        worker.awaitReady();
        assertThat(worker.exec("id -u; id -g")).isEqualTo("1000\n1000");
        assertThat(worker.exec("pwd; touch /tmp/a && touch /workspace/a && echo $HOME $SANDBOX_ROOT_DIR"))
                .endsWith("/workspace /workspace");
        assertThat(worker.tryExec("touch /a").err()).contains("Read-only file system");
        assertThat(worker.tryExec("ls /var/run/secrets/kubernetes.io").err()).contains("No such file");
        assertThat(worker.exec("grep -E 'CapEff|CapBnd|NoNewPrivs|Seccomp:' /proc/1/status | tr -s '\\t ' ' '")
                        .lines())
                .containsExactlyInAnyOrder(
                        "CapEff: 0000000000000000", "CapBnd: 0000000000000000", "NoNewPrivs: 1", "Seccomp: 2");
    }

    @Test
    void a_new_version_takes_over_the_files() {
        worker.apply();
        worker.awaitReady();
        var old = worker.awaitPod();
        worker.exec("echo precious > /workspace/file");
        worker.change("{\"version\":\"" + Worker.NEXT_VERSION + "\"}");
        worker.awaitReady();
        var pod = worker.awaitPod(old);
        assertThat(pod.getSpec().getContainers().get(0).getImage()).isEqualTo(Worker.image(Worker.NEXT_VERSION));
        assertThat(worker.exec("cat /workspace/file")).isEqualTo("precious");
    }

    @Test
    void suspending_stops_the_pod_and_resuming_brings_it_back_with_its_files() {
        worker.apply();
        worker.awaitReady();
        worker.exec("echo precious > /workspace/file");
        worker.change("{\"suspend\":true}");
        user.await("demo", runner -> assertThat(runner.getStatus().phase()).isEqualTo(Phase.Suspended));
        worker.awaitNoPod();
        worker.change("{\"suspend\":false}");
        worker.awaitReady();
        assertThat(worker.exec("cat /workspace/file")).isEqualTo("precious");
    }

    @Test
    void a_worker_gets_SIGTERM_and_the_time_to_finish_before_its_successor_starts() {
        worker.apply();
        worker.awaitReady();
        worker.change("{\"version\":\"" + Worker.NEXT_VERSION + "\"}");
        worker.awaitReady();
        assertThat(worker.exec("cat /workspace/log")).isEqualTo("started\nstopping\nstopped\nstarted");
    }

    @Test
    void a_worker_that_ignores_SIGTERM_is_killed_after_its_grace_period() {
        worker.apply();
        worker.change("""
                {"rollout": {"terminationGracePeriodSeconds": 3},
                 "args": ["trap '' TERM; cd /workspace; echo started >>log; touch /tmp/alive; while true; do sleep 1; done"]}
                """);
        worker.awaitReady();
        var pod = worker.awaitPod();
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(3);
        user.kubectl("delete", "pod", "--timeout=30s", pod.getMetadata().getName());
        worker.awaitPod(pod);
        assertThat(worker.exec("cat /workspace/log"))
                .endsWith("started\nstarted")
                .doesNotContain("stopp");
    }

    @Test
    void a_crash_is_told_with_its_exit_code_and_last_lines_until_it_is_mended() {
        worker.apply();
        worker.awaitReady();
        worker.change("""
                {"args": ["exec >&2; echo reading the configuration; echo no task queue is set; exit 3"]}
                """);
        assertThat(user.awaitReason("demo", "CrashLooping"))
                .contains("exited with code 3", "reading the configuration | no task queue is set", "kubectl logs -n ");
        worker.apply();
        worker.awaitReady();
    }

    @Test
    void an_image_that_is_not_there_is_told_until_there_is_one() {
        worker.apply();
        worker.change("{\"version\":\"no-such-version\"}");
        assertThat(user.awaitReason("demo", "ImagePullFailed"))
                .contains(Worker.image("no-such-version"), "spec.version");
        worker.apply();
        worker.awaitReady();
    }

    @Test
    void a_missing_Secret_is_told_and_once_it_is_there_the_pod_starts() {
        worker.apply();
        worker.change(
                "{\"llm\":{\"provider\":\"openai\",\"apiKeySecretRef\":{\"name\":\"openai\",\"key\":\"api-key\"}}}");
        assertThat(user.awaitReason("demo", "ContainerConfigError")).contains("secret \"openai\" not found");
        user.kubectl("create", "secret", "generic", "openai", "--from-literal=api-key=a-key");
        worker.awaitReady();
        assertThat(worker.exec("echo $OPENAI_API_KEY")).isEqualTo("a-key");
    }

    @Test
    void a_startup_probe_that_does_not_succeed_is_told_until_it_does() {
        worker.apply();
        worker.change("""
                {"probes": {"startup": {"exec": {"command": ["test", "-e", "/workspace/go"]}, "failureThreshold": 10},
                            "readiness": {"failureThreshold": 1}}}
                """);
        assertThat(user.awaitReason("demo", "ProbeFailing")).contains("startup probe", "kubectl logs -n ");
        worker.exec("touch /workspace/go");
        worker.awaitReady();
    }

    /** The kubelet counts a missing command neither as a success nor as a failure. */
    @Test
    void an_image_without_the_agent_runner_command_is_told_within_a_minute_which_check_to_write() {
        worker.apply();
        worker.change("{\"probes\": null}");
        assertThat(user.awaitReason("demo", "ProbeFailing")).contains("spec.probes.check: TemporalConnection");
        var started = Instant.parse(user.kubectl(
                "get",
                "pods",
                "-l",
                "stigmer.ai/agentrunner=demo",
                "-o",
                "jsonpath={.items[0].status.containerStatuses[0].state.running.startedAt}"));
        assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(60));
        assertThat(restarts()).isZero();
    }

    @Test
    void a_worker_that_is_not_ready_is_told_and_not_restarted() {
        worker.apply();
        worker.awaitReady();
        worker.exec("touch /workspace/busy");
        assertThat(user.awaitReason("demo", "ProbeFailing")).contains("readiness probe");
        worker.exec("rm /workspace/busy");
        worker.awaitReady();
        assertThat(restarts()).isZero();
    }

    @Test
    void a_worker_that_hangs_is_restarted_in_its_pod() {
        worker.apply();
        worker.awaitReady();
        worker.exec("touch /workspace/hung");
        user.eventually(() -> assertThat(restarts()).isEqualTo(1));
        worker.awaitPod();
        worker.awaitReady();
        assertThat(worker.exec("cat /workspace/log")).isEqualTo("started\nstopping\nstopped\nstarted");
    }

    private int restarts() {
        return Integer.parseInt(user.kubectl(
                "get",
                "pods",
                "-l",
                "stigmer.ai/agentrunner=demo",
                "-o",
                "jsonpath={.items[0].status.containerStatuses[0].restartCount}"));
    }
}
