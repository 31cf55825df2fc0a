package ai.stigmer.agentrunner.operator.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Whatever the API server takes for an AgentRunner, the operator can cope with. {@link RandomManifests} says how. */
class RandomManifestsTest {

    /** Always the same ones: chance is for the campaign, whose failure is nobody else's. */
    @Tag("cluster")
    @Property(tries = 1, seed = "60", shrinking = ShrinkingMode.OFF)
    void sixty_random_manifests(@ForAll("sixty") List<ObjectNode> specs) {
        System.out.println(RandomManifests.tryOut(specs));
    }

    /** The same where images are built, of manifests that ask for it. */
    @Tag("cluster")
    @Property(tries = 1, seed = "61", shrinking = ShrinkingMode.OFF)
    void thirty_random_builds(@ForAll("thirtyBuilds") List<ObjectNode> specs) {
        System.out.println(RandomManifests.tryOutBuilds(specs));
    }

    @Tag("faults")
    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void a_thousand_random_builds(@ForAll("twoHundredBuilds") List<ObjectNode> specs) {
        System.out.println(RandomManifests.tryOutBuilds(specs));
    }

    @Tag("faults")
    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void ten_thousand_random_manifests(@ForAll("fiveHundred") List<ObjectNode> specs) {
        System.out.println(RandomManifests.tryOut(specs));
    }

    @Provide
    Arbitrary<List<ObjectNode>> sixty() {
        return SchemaValues.specs().list().ofSize(60);
    }

    @Provide
    Arbitrary<List<ObjectNode>> fiveHundred() {
        return SchemaValues.specs().list().ofSize(500);
    }

    @Provide
    Arbitrary<List<ObjectNode>> thirtyBuilds() {
        return SchemaValues.builds().list().ofSize(30);
    }

    @Provide
    Arbitrary<List<ObjectNode>> twoHundredBuilds() {
        return SchemaValues.builds().list().ofSize(200);
    }
}
