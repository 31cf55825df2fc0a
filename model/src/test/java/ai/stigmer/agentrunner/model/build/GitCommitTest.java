package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GitCommitTest {
    private static final String COMMIT = "cb9bae9da48dc95ad98ae95bc826994488038adb";
    private static final String OTHER = "5770947a055fc7ec7dd12554739c65ceec0bf1cd";
    private static final String SOURCE = "#2 [internal] load git source https://git.example.com/a.git#";

    @Test
    void a_branch_is_told_by_what_it_points_to() {
        assertThat(GitCommit.in(
                        SOURCE + "main:worker\n#2 0.1 " + COMMIT + "\trefs/heads/main\n#2 0.2 " + COMMIT + "\n"))
                .contains(COMMIT);
    }

    @Test
    void an_annotated_tag_is_told_by_the_commit_and_not_by_itself() {
        var tag = "#2 0.1 " + OTHER + "\trefs/tags/v1\n#2 0.1 " + COMMIT + "\trefs/tags/v1^{}\n#2 0.2 " + OTHER;
        assertThat(GitCommit.in(SOURCE + "v1\n" + tag)).contains(COMMIT);
    }

    @Test
    void what_another_step_says_meanwhile_is_none() {
        assertThat(GitCommit.in(
                        SOURCE + "main\n#1 0.1 " + OTHER + "\n#22 0.1 " + OTHER + "\n#2 0.1 " + COMMIT + " HEAD"))
                .contains(COMMIT);
        assertThat(GitCommit.in("#5 0.1 " + OTHER + "\n")).isEmpty();
    }

    @Test
    void a_branch_of_which_nothing_is_said_is_no_commit() {
        assertThat(GitCommit.in(SOURCE + "main\n#2 CACHED\n")).isEmpty();
        assertThat(GitCommit.in(SOURCE + COMMIT + "\n#2 CACHED\n")).contains(COMMIT);
        assertThat(GitCommit.in("")).isEmpty();
    }
}
