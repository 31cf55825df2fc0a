package ai.stigmer.agentrunner.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch and a request make of answers that an API server should not give. */
class FaultyAnswersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String GONE = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
            + "\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410}}\n";

    private final Queue<ApiResult> lists = new ConcurrentLinkedQueue<>();
    private final Queue<ApiResult> watches = new ConcurrentLinkedQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger version = new AtomicInteger();
    private HttpServer server;
    private Clients clients;

    /** One answer of the API server. */
    private interface ApiResult {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        var kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {}}]
                """.formatted(server.getAddress().getPort()));
        clients = Clients.open(
                new OperatorConfig.Connection(Optional.of(kubeconfig), Optional.empty(), Optional.empty(), 0, 1),
                new WatchLiveness(System::nanoTime));
    }

    @AfterEach
    void stop() {
        over.countDown();
        clients.close();
        server.stop(0);
    }

    @Test
    void a_watch_that_is_cut_in_the_middle_of_an_object_goes_on() {
        watches.add(body("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersi"));
        watches.add(this::event);
        assertThat(namesSeen("added-by-watch")).isTrue();
    }

    @Test
    void a_watch_that_is_no_JSON_goes_on() {
        watches.add(body("<html>a proxy's page</html>\n"));
        watches.add(this::event);
        assertThat(namesSeen("added-by-watch")).isTrue();
    }

    @Test
    void a_watch_whose_version_is_gone_lists_anew() {
        watches.add(body(GONE));
        lists.add(list("first"));
        lists.add(list("second"));
        assertThat(namesSeen("second")).isTrue();
    }

    @Test
    void a_watch_refused_with_500_and_410_goes_on() {
        watches.add(exchange -> send(exchange, 500, "{}"));
        watches.add(exchange -> send(exchange, 410, "{}"));
        watches.add(this::event);
        assertThat(namesSeen("added-by-watch")).isTrue();
    }

    @Test
    void a_list_that_hangs_fails_or_is_no_JSON_is_asked_for_again() {
        lists.add(exchange -> hang());
        lists.add(exchange -> send(exchange, 500, "{}"));
        lists.add(exchange -> send(exchange, 429, "{}"));
        lists.add(exchange -> send(exchange, 200, "{\"kind\":\"ConfigMapList\",\"items\":[{"));
        lists.add(list("at-last"));
        assertThat(namesSeen("at-last")).isTrue();
    }

    @Test
    void after_429_with_RetryAfter_nothing_is_asked_for_that_long() {
        lists.add(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "2");
            send(exchange, 429, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":429}");
        });
        assertThat(codeOfList()).isEqualTo(429);
        var begun = System.nanoTime();
        assertThat(codeOfList()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1500));
    }

    private int codeOfList() {
        try {
            clients.asking().configMaps().inNamespace("here").list();
            return 200;
        } catch (KubernetesClientException e) {
            return e.getCode();
        }
    }

    private boolean namesSeen(String name) {
        SharedIndexInformer<ConfigMap> informer = clients.watching()
                .configMaps()
                .inNamespace("here")
                .runnableInformer(0)
                .exceptionHandler((isStarted, problem) -> true);
        informer.start();
        Awaitility.await(name + " is seen").atMost(SOON).until(() -> informer.getStore().list().stream()
                .anyMatch(map -> map.getMetadata().getName().equals(name)));
        informer.stop();
        return true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (("" + exchange.getRequestURI().getQuery()).contains("watch=true")) {
                var next = watches.poll();
                (next == null ? quiet() : next).to(exchange);
            } else {
                var next = lists.poll();
                (next == null ? list() : next).to(exchange);
            }
        }
    }

    private void event(HttpExchange exchange) throws IOException {
        begin(exchange);
        exchange.getResponseBody()
                .write(("{\"type\":\"ADDED\",\"object\":" + map("added-by-watch") + "}\n").getBytes(UTF_8));
        exchange.getResponseBody().flush();
        hang();
    }

    /** A watch on which nothing happens. */
    private ApiResult quiet() {
        return exchange -> {
            begin(exchange);
            exchange.getResponseBody().flush();
            hang();
        };
    }

    private static ApiResult body(String body) {
        return exchange -> {
            begin(exchange);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        };
    }

    private ApiResult list(String... names) {
        return exchange -> {
            var items = Arrays.stream(names).map(this::map).collect(Collectors.joining(","));
            send(
                    exchange,
                    200,
                    "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
                            + version.incrementAndGet() + "\"},\"items\":[" + items + "]}");
        };
    }

    private String map(String name) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"here\",\"uid\":\"" + name + "\",\"resourceVersion\":\""
                + version.incrementAndGet()
                + "\"}}";
    }

    private static void begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
    }

    private static void send(HttpExchange exchange, int code, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.getBytes(UTF_8).length);
        exchange.getResponseBody().write(body.getBytes(UTF_8));
    }

    private void hang() {
        try {
            assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
