package ai.stigmer.agentrunner.model.plan;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;

/**
 * The write that suspends a build's Job or resumes it. It costs no retry, and timeoutSeconds begin anew (KEP-2232). A
 * field manager of its own says nothing but that: a Job's template can't be changed, and another version of the operator
 * may have rendered it.
 */
final class BuildSuspension {

    private BuildSuspension() {}

    static Write of(Job job, boolean isSuspended) {
        var metadata = job.getMetadata();
        return new Write(
                new JobBuilder()
                        .withNewMetadata()
                        .withName(metadata.getName())
                        .withNamespace(metadata.getNamespace())
                        .withUid(metadata.getUid())
                        .endMetadata()
                        .withNewSpec()
                        .withSuspend(isSuspended)
                        .endSpec()
                        .build(),
                Write.QUEUE,
                false);
    }
}
