package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.RuntimeKind;

/** What to do where the worker can't write to its workspace. */
final class WorkspaceProblem {

    private WorkspaceProblem() {}

    /**
     * In one sentence.
     *
     * @param problem the system's words
     */
    static String sentence(ContainerRuntime runtime, ContainerSpec spec, Mount workspace, String problem) {
        var what = "the worker could not write to its workspace as user " + spec.user() + ": " + problem + "; ";
        return switch (workspace) {
            case Mount.Folder folder -> what + folder(runtime, spec, folder);
            case Mount.Volume volume ->
                what + "the volume " + volume.name() + " is another user's: change its owner with " + runtime.kind()
                        + " run --rm --user 0 -v " + volume.name() + ":/w --entrypoint chown IMAGE -R " + spec.user()
                        + " /w, or write that user into spec.security";
            case Mount.Ephemeral temporary -> what + "write a workspace.mountPath that the image's user may write to";
            case Mount.Tmpfs memory -> what + "write another workspace.mountPath";
            case Mount.Files files -> what + "write another workspace.mountPath";
        };
    }

    private static String folder(ContainerRuntime runtime, ContainerSpec spec, Mount.Folder folder) {
        if (runtime.isRootless()) {
            return runtime.kind() == RuntimeKind.PODMAN
                    ? "in rootless Podman user " + spec.user()
                            + " is another one than you: give it the folder with podman"
                            + " unshare chown -R " + spec.user() + " " + folder.source()
                            + " (its files then belong to a user of that range), or leave --workspace out, which takes a"
                            + " volume; Podman's keep-id is not offered here: to the container, files of volumes would be"
                            + " another user's"
                    : "in rootless Docker user " + spec.user()
                            + " is another one than you: leave --workspace out, which takes a volume, or let everybody"
                            + " write to the folder with chmod -R o+rwX " + folder.source();
        }
        return "let it with sudo chown -R " + spec.user() + " " + folder.source()
                + ", or write your own user (id -u, id -g) into spec.security.runAsUser and runAsGroup; with SELinux add"
                + " :Z to --workspace " + folder.source();
    }
}
