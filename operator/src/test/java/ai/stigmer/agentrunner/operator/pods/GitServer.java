package ai.stigmer.agentrunner.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;

/** A git daemon in a pod of the builder's image, with one repository: {@code worker/Dockerfile} on branch main. */
final class GitServer {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: git, labels: {app: git}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: git
                image: BUILDER
                imagePullPolicy: IfNotPresent
                command: [sh, -c]
                args:
                - |
                  set -e
                  cd /tmp && git init -q -b main app && cd app && mkdir worker
                  printf 'FROM BASE\\nCOPY . /app\\n' >worker/Dockerfile
                  echo hello >worker/hello
                  git add . && git -c user.name=e2e -c user.email=e2e@example.com commit -q -m one
                  git daemon --help >/dev/null 2>&1 || [ -x "$(git --exec-path)/git-daemon" ] || { echo none >/tmp/state; sleep 3600; }
                  echo serving >/tmp/state
                  exec git daemon --export-all --base-path=/tmp /tmp
                readinessProbe: {exec: {command: [test, -e, /tmp/state]}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: git}
            spec: {selector: {app: git}, ports: [{port: 9418}]}
            """;

    private final LocalCluster cluster;
    private final Sandbox user;

    GitServer(LocalCluster cluster, Sandbox user) {
        this.cluster = cluster;
        this.user = user;
        user.apply(POD.replace("BUILDER", BuildSandbox.BUILDER).replace("BASE", BuildSandbox.BASE));
        user.kubectl("wait", "pod/git", "--for=condition=Ready", "--timeout=90s");
        user.eventually(() -> assertThat(exec("cat", "/tmp/state").out()).isNotBlank());
    }

    boolean isServing() {
        return exec("cat", "/tmp/state").orThrow().strip().equals("serving");
    }

    String url() {
        return "git://git." + user.namespace() + ".svc.cluster.local/app";
    }

    String commit() {
        return exec("git", "-C", "/tmp/app", "rev-parse", "main").orThrow().strip();
    }

    private LocalCluster.Result exec(String... command) {
        var all = new String[command.length + 5];
        System.arraycopy(new String[] {"-n", user.namespace(), "exec", "git", "--"}, 0, all, 0, 5);
        System.arraycopy(command, 0, all, 5, command.length);
        return cluster.kubectl(all);
    }
}
