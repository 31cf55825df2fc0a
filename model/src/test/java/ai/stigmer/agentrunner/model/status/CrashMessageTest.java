package ai.stigmer.agentrunner.model.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CrashMessageTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shows_the_error_of(String what, String output, String shown) {
        assertThat(CrashMessage.of(output)).isEqualTo(shown);
    }

    static Stream<Arguments> shows_the_error_of() {
        return Stream.of(
                Arguments.of("Python", """
                        Traceback (most recent call last):
                          File "/app/worker.py", line 12, in <module>
                            address = os.environ["TEMPORAL_SERVICE_ADDRESS"]
                                      ~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                        KeyError: 'TEMPORAL_SERVICE_ADDRESS'
                        """, "KeyError: 'TEMPORAL_SERVICE_ADDRESS'"),
                Arguments.of("Python, with a message of several lines", """
                          File "/app/worker.py", line 12, in <module>
                            Config()
                        pydantic_core._pydantic_core.ValidationError: 1 validation error for Config
                        address
                          Field required [type=missing, input_value={}, input_type=dict]
                            For further information visit https://errors.pydantic.dev/2.12/v/missing
                        """, """
                        pydantic_core._pydantic_core.ValidationError: 1 validation error for Config | address | Field \
                        required [type=missing, input_value={}, input_type=dict]"""),
                Arguments.of(
                        "Python, the last exception of a group", """
                          + Exception Group Traceback (most recent call last):
                          |   File "/app/worker.py", line 3, in <module>
                          |     asyncio.run(main())
                          | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
                          +-+---------------- 1 ----------------
                            | Traceback (most recent call last):
                            |   File "/app/worker.py", line 9, in poll
                            |     raise ConnectionError("no Temporal at temporal:7233")
                            | ConnectionError: no Temporal at temporal:7233
                            +------------------------------------
                        """, "ConnectionError: no Temporal at temporal:7233"),
                Arguments.of(
                        "Node, with the properties of the error",
                        """
                        node:internal/modules/cjs/loader:1228
                          throw err;
                          ^

                        Error: Cannot find module '@temporalio/worker'
                        Require stack:
                        - /app/index.js
                            at Function._resolveFilename (node:internal/modules/cjs/loader:1225:15)
                            at wrapModuleLoad (node:internal/modules/cjs/loader:235:24)
                            at Module.require (node:internal/modules/cjs/loader:1340:12) {
                          code: 'MODULE_NOT_FOUND',
                          requireStack: [ '/app/index.js' ]
                        }

                        Node.js v22.13.0
                        """,
                        "Error: Cannot find module '@temporalio/worker'"),
                Arguments.of(
                        "Node, with its cause",
                        """
                        TransportError: Failed to connect
                            at NativeConnection.connect (/app/node_modules/@temporalio/worker/lib/connection.js:53:19) {
                          [cause]: Error: connect ECONNREFUSED 10.96.0.7:7233
                              at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)
                        }
                        """,
                        "TransportError: Failed to connect | [cause]: Error: connect ECONNREFUSED 10.96.0.7:7233"),
                Arguments.of("Node, of a promise", """
                        node:internal/process/promises:394
                              triggerUncaughtException(err, true /* fromPromise */);
                              ^

                        [UnhandledPromiseRejection: The promise rejected with the reason "no task queue".] {
                          code: 'ERR_UNHANDLED_REJECTION'
                        }

                        Node.js v22.13.0
                        """, """
                        [UnhandledPromiseRejection: The promise rejected with the reason "no task queue".] {"""),
                Arguments.of("Java, with its causes", """
                        12:00:01.004 [main] INFO worker - starting
                        Exception in thread "main" java.lang.IllegalStateException: the worker can't start
                        \tat com.example.Worker.main(Worker.java:14)
                        Caused by: io.grpc.StatusRuntimeException: UNAVAILABLE: io exception
                        \tat io.grpc.stub.ClientCalls.toStatusRuntimeException(ClientCalls.java:268)
                        \t... 1 more
                        """, """
                        Exception in thread "main" java.lang.IllegalStateException: the worker can't start | Caused by: \
                        io.grpc.StatusRuntimeException: UNAVAILABLE: io exception"""),
                Arguments.of(
                        "Java, whose beginning is cut off",
                        """
                        k.Worker.start(Worker.java:31)
                        \tat com.example.Worker.main(Worker.java:14)
                        Caused by: java.net.ConnectException: Connection refused
                        \tat java.base/sun.nio.ch.Net.pollConnect(Native Method)
                        \t... 12 more
                        """,
                        "k.Worker.start(Worker.java:31) | Caused by: java.net.ConnectException: Connection refused"),
                Arguments.of(
                        ".NET",
                        """
                        Unhandled exception. System.InvalidOperationException: TEMPORAL_NAMESPACE is empty
                           at Program.Main(String[] args) in /app/Program.cs:line 7
                        """,
                        "Unhandled exception. System.InvalidOperationException: TEMPORAL_NAMESPACE is empty"),
                Arguments.of(
                        "Ruby", """
                        /app/worker.rb:4:in 'fetch': key not found: "TEMPORAL_NAMESPACE" (KeyError)
                        \tfrom /app/worker.rb:4:in '<main>'
                        """, "/app/worker.rb:4:in 'fetch': key not found: \"TEMPORAL_NAMESPACE\" (KeyError)"),
                Arguments.of("Go", """
                        2026/01/01 12:00:00 starting
                        panic: no task queue

                        goroutine 1 [running]:
                        main.main()
                        \t/app/main.go:9 +0x25
                        exit status 2
                        """, "panic: no task queue"));
    }

    @Test
    void shows_the_last_three_lines_of_what_is_no_trace() {
        assertThat(CrashMessage.of("one\n\n  two\nthree\nfour\n")).isEqualTo("two | three | four");
        assertThat(CrashMessage.of("\tat com.example.Worker.main(Worker.java:14)\n"))
                .as("a trace of which nothing but frames is left")
                .isEqualTo("at com.example.Worker.main(Worker.java:14)");
        assertThat(CrashMessage.of("}\n")).isEqualTo("}");
        assertThat(CrashMessage.of("")).isEmpty();
    }
}
