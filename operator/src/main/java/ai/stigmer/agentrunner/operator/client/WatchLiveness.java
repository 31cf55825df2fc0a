package ai.stigmer.agentrunner.operator.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * When each watch last gave a sign, as seen on the wire. An informer can lose its watch without a word: its connection
 * half open, or its task to reconnect lost. Its own report is then that all is well.
 *
 * <p>Two signs count. An attempt says that the informer still tries. Data says that it hears: the API server sends a
 * bookmark about every minute (KEP-956), so a watch that hears nothing for several is dead.
 */
public final class WatchLiveness implements Interceptor {

    private final Map<String, Signs> watches = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /** When a watch was last attempted and last received data, in the clock's nanoseconds. */
    private record Signs(long attempt, long data) {}

    /**
     * @param clock monotonic, in nanoseconds
     */
    public WatchLiveness(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        asked(request);
    }

    /** A request is about to be sent. A list counts as an attempt of the watch that it comes before. */
    public void asked(HttpRequest request) {
        var now = clock.getAsLong();
        if (isWatch(request)) {
            watches.merge(key(request), new Signs(now, now), (before, first) -> new Signs(now, before.data()));
        } else if (request.method().equals("GET")) {
            watches.computeIfPresent(key(request), (key, signs) -> new Signs(now, signs.data()));
        }
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.isSuccessful()) {
            heard(request);
        }
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        if (!isWatch(request)) {
            return consumer;
        }
        return (data, body) -> {
            heard(request);
            consumer.consume(data, body);
        };
    }

    /** How many different watches were ever begun, by path and selectors; a reconnect is no new one. */
    public int count() {
        return watches.size();
    }

    /**
     * The path and selectors of a watch that neither tried nor heard anything for this long; it won't come back by itself.
     * Empty: there is none.
     */
    public Optional<String> dead(Duration silence) {
        return silentFor(silence, false);
    }

    /**
     * The path and selectors of a watch that heard nothing for this long, though it may still try: what the caches hold may
     * be out of date. Empty: there is none.
     */
    public Optional<String> deaf(Duration silence) {
        return silentFor(silence, true);
    }

    /** By the plural of each type, e.g. deployments, how long the most silent of its watches has heard nothing. */
    public Map<String, Duration> silences() {
        var now = clock.getAsLong();
        var silences = new TreeMap<String, Duration>();
        watches.forEach((key, signs) -> silences.merge(
                type(key),
                Duration.ofNanos(now - signs.data()),
                (one, other) -> one.compareTo(other) > 0 ? one : other));
        return silences;
    }

    private Optional<String> silentFor(Duration silence, boolean onlyData) {
        var now = clock.getAsLong();
        return watches.entrySet().stream()
                .filter(watch -> {
                    var signs = watch.getValue();
                    var last = onlyData ? signs.data() : Math.max(signs.data(), signs.attempt());
                    return now - last > silence.toNanos();
                })
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    /** Notes that data was received in reply to this request. */
    public void heard(HttpRequest request) {
        var now = clock.getAsLong();
        watches.computeIfPresent(key(request), (key, signs) -> new Signs(signs.attempt(), now));
    }

    static boolean isWatch(HttpRequest request) {
        var query = request.uri().getRawQuery();
        return query != null && Arrays.asList(query.split("&")).contains("watch=true");
    }

    /** What a watch and the lists before it have in common. */
    private static String key(HttpRequest request) {
        var uri = request.uri();
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith("labelSelector=") || parameter.startsWith("fieldSelector="))
                .sorted()
                .reduce(uri.getPath(), (path, parameter) -> path + "?" + parameter);
    }

    private static String type(String key) {
        var path = key.replaceFirst("\\?.*", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
