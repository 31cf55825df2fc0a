package ai.stigmer.agentrunner.cli.starter;

/** What kind of cluster the manifest is for. */
public enum Target {
    /** kind on Docker Desktop, or another one in which containers reach the machine so. */
    kind("host.docker.internal"),
    minikube("host.minikube.internal"),
    /** One that others run. */
    cloud("");

    private final String machine;

    Target(String machine) {
        this.machine = machine;
    }

    /** Where pods reach what runs on the user's machine; empty: nowhere. */
    String machine() {
        return machine;
    }
}
