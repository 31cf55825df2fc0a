package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.CommonMetadataSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One build of one AgentRunner's image.
 *
 * @param runner the AgentRunner's name
 * @param namespace of it and of the Job
 * @param uid of the AgentRunner, for the owner reference
 * @param hash of all that decides the outcome, 10 hexadecimal digits: a Job of another hash is another build
 * @param spec how to build
 * @param workspace where the source is read from, where that is the workspace
 * @param output where the image goes
 * @param commonMetadata of the Job and its pods
 * @param labels of the image, e.g. org.opencontainers.image.version
 */
public record Build(
        String runner,
        String namespace,
        String uid,
        String hash,
        BuildSpec spec,
        Optional<Workspace> workspace,
        Output output,
        CommonMetadataSpec commonMetadata,
        SortedMap<String, String> labels) {

    /**
     * The worker's volume.
     *
     * @param group that its files belong to
     * @param isOnOneNode whether pods of one node alone can use it at a time
     */
    public record Workspace(String claim, long group, boolean isOnOneNode) {}

    /** The name of its Job: at most 62 characters, as an AgentRunner's has at most 45. */
    public String jobName() {
        return jobName(runner, hash);
    }

    /** The claim that the source is read from; empty: it is another than the workspace. */
    public static Optional<String> workspaceClaim(RunnerSpec spec) {
        return spec.build()
                .filter(build -> build.source() instanceof BuildSource.WorkspaceFiles)
                .map(build -> spec.workspace() instanceof WorkspaceSpec.Existing existing
                        ? existing.claimName()
                        : Names.workspaceClaim(spec.name()));
    }

    /** The Job's name of a build of which only the hash is known. */
    public static String jobName(String runner, String hash) {
        return runner + "-build-" + hash;
    }

    /** The name of the claim that keeps layers between this AgentRunner's builds, with {@link BuildSpec.Cache#VOLUME}. */
    public String cacheClaim() {
        return Names.buildCacheClaim(runner);
    }
}
