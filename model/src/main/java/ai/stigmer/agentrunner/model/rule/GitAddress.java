package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.api.GitSource;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A git repository's address with credentials in it, which the CRD of an earlier version let in. The message doesn't
 * repeat it.
 */
final class GitAddress implements PolicyRule {
    private static final Pattern URL = Pattern.compile(GitSource.URL_PATTERN);

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return spec.build()
                .map(BuildSpec::source)
                .filter(source -> source instanceof BuildSource.Git git
                        && !URL.matcher(git.url()).matches())
                .map(source -> new Problem(
                        "spec.build.source.git.url as it is written is not allowed",
                        "credentials in it could be read in the Job and in the image",
                        "write https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH, without '?' and '#', and put"
                                + " credentials into spec.build.source.git.secretRef"));
    }
}
