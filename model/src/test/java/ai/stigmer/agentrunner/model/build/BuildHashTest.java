package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuildHashTest {
    private static final BuildSource INLINE = new BuildSource.Inline(new TreeMap<>(Map.of("Dockerfile", "FROM a")));

    @Test
    void the_same_inputs_are_the_same_build() {
        assertThat(hash(INLINE, Map.of("A", "a", "B", "b"), 1200))
                .isEqualTo(hash(INLINE, Map.of("B", "b", "A", "a"), 1200))
                .matches("[0-9a-f]{10}");
    }

    @Test
    void another_argument_makes_another_image() {
        var one = hash(INLINE, Map.of("A", "a"), 1200);
        var other = hash(INLINE, Map.of("A", "b"), 1200);
        assertThat(BuildHash.isSameImage(one, other)).isFalse();
    }

    @Test
    void another_version_or_other_files_make_another_image() {
        var spec = spec(INLINE, Map.of(), 1200);
        assertThat(BuildHash.isSameImage(
                        BuildHash.of(spec, Optional.of("1"), Optional.empty()),
                        BuildHash.of(spec, Optional.of("2"), Optional.empty())))
                .isFalse();
        assertThat(BuildHash.isSameImage(
                        BuildHash.of(spec, Optional.empty(), Optional.of("data")),
                        BuildHash.of(spec, Optional.empty(), Optional.of("other"))))
                .isFalse();
    }

    @Test
    void sources_of_another_kind_or_place_make_another_image() {
        var hashes = Stream.of(
                        new BuildSource.ConfigMapFiles("a"),
                        new BuildSource.WorkspaceFiles(Optional.empty()),
                        new BuildSource.WorkspaceFiles(Optional.of("a")),
                        new BuildSource.Git("a", "b", Optional.empty(), Optional.empty()),
                        new BuildSource.Git("a", "b", Optional.of("c"), Optional.empty()),
                        new BuildSource.Git("a", "b", Optional.empty(), Optional.of("c")))
                .map(source -> hash(source, Map.of(), 1200).substring(0, 7));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void more_time_makes_another_build_of_the_same_image() {
        var brief = hash(INLINE, Map.of(), 60);
        var longer = hash(INLINE, Map.of(), 3600);
        assertThat(longer).isNotEqualTo(brief);
        assertThat(BuildHash.isSameImage(brief, longer)).isTrue();
    }

    private static String hash(BuildSource source, Map<String, String> args, int timeout) {
        return BuildHash.of(spec(source, args, timeout), Optional.empty(), Optional.empty());
    }

    private static BuildSpec spec(BuildSource source, Map<String, String> args, int timeout) {
        return new BuildSpec(
                source,
                "Dockerfile",
                Optional.empty(),
                new TreeMap<>(args),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BuildSpec.Cache.REGISTRY,
                timeout,
                2,
                3,
                new ResourceRequirements(),
                Optional.empty());
    }
}
