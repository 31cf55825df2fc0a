package ai.stigmer.agentrunner.cli.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to do where no container runtime answers. */
final class NoRuntime {

    private NoRuntime() {}

    /**
     * In one line for each that was tried, and one for this system.
     *
     * @param reasons of those that are there and can't be used
     * @param named whether the user named the only one
     */
    static String sentence(List<String> reasons, Optional<RuntimeKind> kind, boolean named) {
        var tried = reasons.isEmpty() ? "" : String.join("\n", reasons) + "\n";
        if (named) {
            return tried + "nothing else was tried, as this one was named: correct it, or leave it out";
        }
        return tried + "no container runtime answers: " + advice(kind, System.getProperty("os.name"));
    }

    private static String advice(Optional<RuntimeKind> kind, String system) {
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "start Docker Desktop, or Podman with podman machine start";
        }
        if (name.startsWith("windows")) {
            return "start Docker Desktop, or Podman with podman machine start";
        }
        var docker = "sudo systemctl start docker";
        var podman = "systemctl --user start podman.socket (without systemd: podman system service --time=0"
                + " unix://$XDG_RUNTIME_DIR/podman/podman.sock &)";
        if (kind.isPresent()) {
            return "start it with " + (kind.get() == RuntimeKind.DOCKER ? docker : podman);
        }
        return "start Docker with " + docker + ", or Podman's socket with " + podman;
    }
}
