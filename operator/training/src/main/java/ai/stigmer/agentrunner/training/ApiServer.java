package ai.stigmer.agentrunner.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Answers the requests that the operator makes; any other with 404. */
final class ApiServer {
    /** Group and version, namespace, plural, name, subresource. */
    private static final Pattern PATH =
            Pattern.compile("(/api/v1|/apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?(?:/(status))?");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long START_SECONDS = 30;

    private final Store store;

    ApiServer(Store store) {
        this.store = store;
    }

    /** Starts to listen and returns the port. */
    int start(Vertx vertx, Credentials credentials) throws InterruptedException, ExecutionException, TimeoutException {
        var options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(credentials.keyStore().toString())
                        .setPassword(credentials.password()));
        return vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    private void handle(HttpServerRequest request) {
        var path = PATH.matcher(request.path());
        if (!path.matches()) {
            answer(request, 404, status(404));
            return;
        }
        var type = path.group(1) + "/" + path.group(3);
        var name = Optional.ofNullable(path.group(4));
        if ("true".equals(request.getParam("watch"))) {
            watch(request, type);
        } else if (name.isEmpty() && request.method().name().equals("GET")) {
            answer(request, 200, list(type));
        } else {
            var namespace = Optional.ofNullable(path.group(2)).orElse("");
            request.body().onSuccess(body -> one(request, new Store.Key(type, namespace, name.orElse("")), body));
        }
    }

    private ObjectNode list(String type) {
        var list = JSON.createObjectNode().put("apiVersion", apiVersion(type)).put("kind", "List");
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        var items = list.putArray("items");
        store.list(type).forEach(items::add);
        return list;
    }

    private void watch(HttpServerRequest request, String type) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
        var bookmark = JSON.createObjectNode().put("type", "BOOKMARK");
        bookmark.putObject("object")
                .put("apiVersion", apiVersion(type))
                .put("kind", "Bookmark")
                .putObject("metadata")
                .put("resourceVersion", Long.toString(store.version()));
        response.write(bookmark + "\n");
        // Not at once: who changes the store holds its lock, and a connection's own thread may wait for that one.
        var thread = Vertx.currentContext();
        store.listen(Long.parseLong(request.getParam("resourceVersion", "0")), change -> {
            if (change.key().type().equals(type)) {
                thread.runOnContext(now -> {
                    if (!response.ended() && !response.closed()) {
                        response.write(event(change));
                    }
                });
            }
        });
    }

    private static String event(Store.Change change) {
        return change.event() + "\n";
    }

    private void one(HttpServerRequest request, Store.Key key, Buffer body) {
        try {
            switch (request.method().name()) {
                case "GET" ->
                    store.get(key)
                            .ifPresentOrElse(
                                    object -> answer(request, 200, object), () -> answer(request, 404, status(404)));
                case "POST" -> answer(request, 201, created(key, (ObjectNode) JSON.readTree(body.toString())));
                case "PATCH" ->
                    answer(request, 200, store.put(key, patched(request, key, JSON.readTree(body.toString()))));
                case "DELETE" -> {
                    store.remove(key);
                    answer(request, 200, status(200));
                }
                default -> answer(request, 405, status(405));
            }
        } catch (JsonProcessingException e) {
            answer(request, 400, status(400));
        }
    }

    /** A review is answered, not kept: the SDK asks whether it may write the Lease. */
    private ObjectNode created(Store.Key key, ObjectNode object) {
        if (key.type().endsWith("/selfsubjectrulesreviews")) {
            var rule = object.putObject("status").putArray("resourceRules").addObject();
            List.of("verbs", "apiGroups", "resources")
                    .forEach(what -> rule.putArray(what).add("*"));
            return object;
        }
        return store.put(
                new Store.Key(
                        key.type(), key.namespace(), object.at("/metadata/name").asText()),
                object);
    }

    /** An apply replaces the spec and keeps the status; of JSON patches only what the operator sends is understood. */
    private ObjectNode patched(HttpServerRequest request, Store.Key key, JsonNode patch) {
        var before = store.get(key).orElseGet(JSON::createObjectNode);
        switch (request.getHeader("Content-Type")) {
            case "application/apply-patch+yaml" -> {
                var applied = ((ObjectNode) patch).deepCopy();
                Optional.ofNullable(before.get("status")).ifPresent(status -> applied.set("status", status));
                return applied;
            }
            case "application/json-patch+json" ->
                patch.forEach(operation -> {
                    if (operation.path("path").asText().equals("/status")) {
                        before.set("status", operation.path("value"));
                    }
                });
            default -> merge(before, patch);
        }
        return before;
    }

    /** JSON merge patch, RFC 7386. */
    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (field.getValue().isObject()) {
                merge(into.withObject("/" + field.getKey()), field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static String apiVersion(String type) {
        return type.replaceFirst("^/apis?/", "").replaceFirst("/[^/]+$", "");
    }

    private static ObjectNode status(int code) {
        return JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", code < 400 ? "Success" : "Failure")
                .put("code", code);
    }

    private static void answer(HttpServerRequest request, int code, ObjectNode body) {
        request.response()
                .setStatusCode(code)
                .putHeader("Content-Type", "application/json")
                .end(body.toString());
    }
}
