package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.testing.LocalCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;

/** One operator under the shipped rights for the tests of a class, and a namespace for each of them. */
@Tag("cluster")
public abstract class WithOperator {
    protected static final LocalCluster CLUSTER = LocalCluster.up();

    private static @Nullable Installation installation;
    private static String[] flags = {};
    private static OperatorProcess operator;

    protected Sandbox user;

    /** Says that a class needs another installation than the default one. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Installed {
        /** Of manifests/overlays; empty: the shared one. */
        String overlay() default "";

        /** More flags of the operator. */
        String[] flags();
    }

    @BeforeAll
    static void startOperator(TestInfo test) {
        var other = Optional.ofNullable(test.getTestClass().orElseThrow().getAnnotation(Installed.class));
        installation = other.map(Installed::overlay)
                .filter(overlay -> !overlay.isEmpty())
                .map(overlay -> Installation.of(CLUSTER, overlay, "default"))
                .orElse(null);
        flags = other.map(Installed::flags).orElse(new String[0]);
        if (installation != null) {
            installation.grant();
            flags = installation.flags(flags);
        }
        operator = OperatorProcess.start(CLUSTER, flags);
    }

    @AfterAll
    static void stopOperator() {
        operator.close();
        if (installation != null) {
            installation.close();
        }
    }

    /**
     * It ends without a chance to leave anything in good order, and another process takes its place: at once, not when
     * the Lease of the dead one has run out.
     */
    protected static void killOperator() {
        operator.kill();
        operator = OperatorProcess.start(CLUSTER, OperatorProcess.withoutElection(flags));
    }

    /** The one that the class asks for. */
    protected static Installation installation() {
        return Objects.requireNonNull(installation, "the class is not @Installed with an overlay of its own");
    }

    /** The metrics of the operator that runs. */
    protected static String metrics() {
        return operator.get("/metrics");
    }

    @BeforeEach
    void newNamespace(TestInfo test) {
        user = Sandbox.create(CLUSTER, test.getTestMethod().orElseThrow().getName());
    }

    /** What a test leaves must not keep the operator busy in the next. */
    @AfterEach
    void deleteNamespace() {
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }
}
