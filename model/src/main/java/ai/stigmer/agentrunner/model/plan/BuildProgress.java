package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.FailedBuild;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.status.SchedulerMessage;

/** What is said of a build whose Job is there, or about to be made. */
record BuildProgress(Build build) {

    /** Only Events of the Job say why: where the API server admits a Job, it may still reject its pods. */
    static final String NO_POD = "none was created, so a quota or another admission rule may reject it"
            + " (spec.build.resources sets its requests and limits)";

    /** Of one that has not begun. */
    static final String QUEUED =
            "queued: as many builds run, or run in this namespace, as this installation allows at a"
                    + " time (builds.maxConcurrent, builds.maxConcurrentPerNamespace)";

    /** Of one whose Job is suspended. */
    static final String SUSPENDED = "queued again: a pod that no node takes within builds.schedulingTimeout gives its"
            + " turn to a build that waits, and its Job is suspended until the next one";

    String begun() {
        return "Job " + build.jobName() + " is building image " + build.output().pull() + ":"
                + build.output().tag();
    }

    String of(JobState.Running running) {
        return begun()
                + running.lastTry()
                        .map(last -> "; " + FailedBuild.lastTry(build, running.failedTries(), last))
                        .orElse("")
                + running.obstacle().map(this::withObstacle).orElse("");
    }

    private String withObstacle(String obstacle) {
        var words = SchedulerMessage.of(obstacle);
        return "; its pod does not start: " + words.summary() + whyThere(words) + "; see kubectl describe -n "
                + build.namespace() + " job/" + build.jobName();
    }

    /** What the scheduler's words don't tell. */
    private String whyThere(SchedulerMessage words) {
        return build.workspace()
                .filter(workspace -> workspace.isOnOneNode() && words.isAboutAffinity())
                .map(workspace ->
                        " (it can only run on the node where the worker's pods use claim " + workspace.claim() + ")")
                .orElse("");
    }
}
