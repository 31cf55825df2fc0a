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
     * @param system as Java names it, e.g. {@code Mac OS X}
     */
    static String sentence(List<String> reasons, Optional<RuntimeKind> kind, boolean named, String system) {
        var tried = reasons.isEmpty() ? "" : String.join("\n", reasons) + "\n";
        if (named) {
            return tried + "nothing else was tried, as this one was named: correct it, or leave it out";
        }
        return tried + "no container runtime answers: "
                + (system.toLowerCase(Locale.ROOT).startsWith("linux") ? onLinux(kind) : inMachine(kind));
    }

    private static String onLinux(Optional<RuntimeKind> kind) {
        var docker = "sudo systemctl start docker";
        var podman = "systemctl --user start podman.socket (without systemd: podman system service --time=0"
                + " unix://$XDG_RUNTIME_DIR/podman/podman.sock &)";
        return kind.map(one -> "start it with " + (one == RuntimeKind.DOCKER ? docker : podman))
                .orElse("start Docker with " + docker + ", or Podman's socket with " + podman);
    }

    /** On macOS and Windows both run in a virtual machine. */
    private static String inMachine(Optional<RuntimeKind> kind) {
        var docker = "start Docker Desktop";
        var podman = "podman machine start";
        return kind.map(one -> one == RuntimeKind.DOCKER ? docker : "start it with " + podman)
                .orElse(docker + ", or Podman with " + podman);
    }
}
