package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.spec.BuildSource;
import java.util.regex.Pattern;

/** A git source as BuildKit's Dockerfile frontend takes it: {@code URL#REF:DIRECTORY}. */
final class GitContext {
    private static final Pattern HTTP = Pattern.compile("^https?://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern WITH_SCHEME = Pattern.compile("^[A-Za-z0-9+.-]+://.*");

    private GitContext() {}

    static String of(BuildSource.Git git) {
        var fragment = git.ref() + git.subPath().map(path -> ":" + path).orElse("");
        return repository(git.url()) + "#" + (WITH_SCHEME.matcher(git.url()).matches() ? encode(fragment) : fragment);
    }

    /** What else begins with http is taken for a tar file to download. Every well-known host knows the ending. */
    private static String repository(String url) {
        if (!HTTP.matcher(url).matches() || url.endsWith(".git")) {
            return url;
        }
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + ".git";
    }

    /** Of what may stand in a branch or a path, only this would be read as something else in a URL's fragment. */
    private static String encode(String fragment) {
        return fragment.replace("%", "%25");
    }
}
