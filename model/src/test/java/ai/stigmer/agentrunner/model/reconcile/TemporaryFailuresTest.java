package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemporaryFailuresTest {
    private static final Deployment DEPLOYMENT = Yaml.value(Yaml.parse("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: demo, namespace: agents}
            """), Deployment.class);

    private final Observed observed = Observed.nothing(new AgentRunner());

    /** Each request about an object that a plan writes. */
    static Stream<BiFunction<ApiServer, Observed, ApiResult>> requests() {
        return Stream.of(
                (server, observed) -> server.apply(new Write(DEPLOYMENT, Write.OPERATOR, false), observed),
                (server, observed) -> server.delete(DEPLOYMENT, observed),
                (server, observed) -> server.removeConflictingFields(DEPLOYMENT, observed),
                (server, observed) -> server.takeOver(DEPLOYMENT, observed),
                (server, observed) -> server.read(DEPLOYMENT, observed));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_that_the_API_server_fails_on_is_a_rejection(BiFunction<ApiServer, Observed, ApiResult> request) {
        var result = request.apply(new TemporaryFailures(new Failing(true)), observed);
        assertThat(result).isInstanceOfSatisfying(ApiResult.Refused.class, refused -> assertThat(
                        refused.rejection().isTemporary())
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void what_fails_within_the_operator_is_thrown(BiFunction<ApiServer, Observed, ApiResult> request) {
        assertThatThrownBy(() -> request.apply(new TemporaryFailures(new Failing(false)), observed))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Fails on each request. */
    private static final class Failing extends ForwardingApiServer {
        private final boolean isOfTheApiServer;

        @SuppressWarnings("NullAway")
        Failing(boolean isOfTheApiServer) {
            super(null);
            this.isOfTheApiServer = isOfTheApiServer;
        }

        @Override
        public ApiResult apply(Write write, Observed observed) {
            throw new IllegalStateException();
        }

        @Override
        public ApiResult delete(HasMetadata object, Observed observed) {
            throw new IllegalStateException();
        }

        @Override
        public ApiResult removeConflictingFields(Deployment desired, Observed observed) {
            throw new IllegalStateException();
        }

        @Override
        public ApiResult takeOver(Deployment desired, Observed observed) {
            throw new IllegalStateException();
        }

        @Override
        public ApiResult read(HasMetadata object, Observed observed) {
            throw new IllegalStateException();
        }

        @Override
        public Optional<ApiRejection> explain(RuntimeException failure, HasMetadata object) {
            return isOfTheApiServer
                    ? Optional.of(ApiRejection.of(object, 500, Optional.empty(), "etcdserver: leader changed"))
                    : Optional.empty();
        }
    }
}
