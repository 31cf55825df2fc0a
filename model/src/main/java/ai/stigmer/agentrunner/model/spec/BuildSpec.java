package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How to build the image, with nothing left to guess.
 *
 * @param source where the files come from
 * @param dockerfile its path within the source
 * @param target the stage to build; empty: the last one
 * @param args of the Dockerfile
 * @param secrets that RUN steps may mount, each id once
 * @param platforms e.g. linux/amd64; empty: that of the builder
 * @param repository to push to, without tag; empty: in the cluster's local registry
 * @param insecure whether the registry is spoken to over plain HTTP; empty: a local one is, no other
 * @param pushSecret of type kubernetes.io/dockerconfigjson
 * @param cache where layers are kept between builds
 * @param timeoutSeconds over all tries
 * @param retries after failures that may pass
 * @param historyLimit how many finished builds are kept
 * @param resources of the build's container
 * @param trigger any change of it builds again
 */
public record BuildSpec(
        BuildSource source,
        String dockerfile,
        Optional<String> target,
        SortedMap<String, String> args,
        List<Secret> secrets,
        List<String> platforms,
        Optional<String> repository,
        Optional<Boolean> insecure,
        Optional<String> pushSecret,
        Cache cache,
        int timeoutSeconds,
        int retries,
        int historyLimit,
        ResourceRequirements resources,
        Optional<String> trigger) {

    /** The resource of what a build writes to its node: files, layers, logs. */
    public static final String SCRATCH = "ephemeral-storage";

    /** One that {@code RUN --mount=type=secret,id=…} finds: a key of a Secret in the AgentRunner's namespace. */
    public record Secret(String id, String name, String key) {}

    /** The same, to be built in this time and with these resources. */
    public BuildSpec within(int seconds, ResourceRequirements given) {
        return new BuildSpec(
                source,
                dockerfile,
                target,
                args,
                secrets,
                platforms,
                repository,
                insecure,
                pushSecret,
                cache,
                seconds,
                retries,
                historyLimit,
                given,
                trigger);
    }

    /** Where layers are kept between builds. */
    public enum Cache {
        /** Beside the image, in its registry. */
        REGISTRY,
        /** In a claim of this AgentRunner's. */
        VOLUME,
        /** Nothing is cached. */
        NONE
    }
}
