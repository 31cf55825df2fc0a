package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.spec.BuildSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a build's image is to go, as far as the cluster and its installation tell. */
public sealed interface Destination {

    /** The registry is known. */
    record Known(Output output) implements Destination {}

    /**
     * @param sentence what is missing, and how to provide it
     */
    record Unknown(String sentence) implements Destination {}

    /** Names of the pod itself. */
    Pattern LOCALHOST = Pattern.compile("^(localhost|127(\\.\\d+){3})(:\\d+)?/");

    /**
     * @param name of the image in the local registry, where no repository is asked for, e.g. agents/demo
     * @param tag of the image
     * @param registry the cluster's own
     * @param pushHost how pods reach that, where the cluster doesn't say: the setting builds.localRegistry.pushHost
     */
    static Destination of(
            BuildSpec build, String name, String tag, Optional<LocalRegistry> registry, Optional<String> pushHost) {
        var path = build.repository().isEmpty()
                ? Optional.of(name)
                : registry.flatMap(local -> local.path(build.repository().get()));
        if (path.isPresent()) {
            return registry.map(local -> local(build, path.get(), tag, local, pushHost))
                    .orElseGet(() -> new Unknown("there is no registry to push to: spec.build.output.repository is"
                            + " not set, and the cluster announces no local registry (ConfigMap "
                            + LocalRegistry.CONFIG_MAP + " in namespace " + LocalRegistry.NAMESPACE
                            + "); set it, or install a registry: kubectl apply -k"
                            + " manifests/components/local-registry"));
        }
        var repository = build.repository().get();
        if (LOCALHOST.matcher(repository).find()) {
            return new Unknown("spec.build.output.repository " + repository
                    + " points to the build's own pod: in a pod, localhost is not your machine, and no ConfigMap "
                    + LocalRegistry.CONFIG_MAP + " in namespace " + LocalRegistry.NAMESPACE
                    + " says how pods reach that registry; create that ConfigMap with host and"
                    + " hostFromClusterNetwork, or write another repository");
        }
        return new Known(
                new Output(repository, repository, tag, build.insecure().orElse(false), build.pushSecret()));
    }

    private static Destination local(
            BuildSpec build, String path, String tag, LocalRegistry registry, Optional<String> pushHost) {
        var push = registry.fromClusterNetwork().or(() -> pushHost);
        return push.<Destination>map(host -> new Known(new Output(
                        host + "/" + path,
                        registry.forNodes() + "/" + path,
                        tag,
                        // Those that local clusters are given speak plain HTTP.
                        build.insecure().orElse(true),
                        build.pushSecret())))
                .orElseGet(() -> new Unknown("it is not known how pods reach the local registry " + registry.host()
                        + ": add hostFromClusterNetwork to the ConfigMap " + LocalRegistry.CONFIG_MAP
                        + " in namespace " + LocalRegistry.NAMESPACE
                        + " (for kind's own registry: kind-registry:5000), or ask whoever runs the operator to set"
                        + " builds.localRegistry.pushHost"));
    }
}
