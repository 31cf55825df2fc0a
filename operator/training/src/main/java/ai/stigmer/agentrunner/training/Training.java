package ai.stigmer.agentrunner.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program: starts the operator, whose command its arguments are, and lets it bring up, change and forget some
 * hundred AgentRunners. Ends with 0 if it did all that; what it learnt is the business of the command's JVM flags.
 */
public final class Training {
    private static final int RUNNERS = 300;
    /** Far more than it takes: whoever builds for another processor emulates it. */
    private static final long PATIENCE_MINUTES = 15;

    private static final int HTTP_PORT = 18080;
    private static final int ENDED_BY_SIGTERM = 143;

    private final Store store = new Store();
    private final List<Store.Key> keys = Runners.keys(RUNNERS);

    private Training() {}

    /** Trains the operator that the arguments start. */
    public static void main(String[] command) throws Exception {
        var folder = Files.createTempDirectory("training");
        var vertx = Vertx.vertx();
        var training = new Training();
        try {
            var credentials = Credentials.create(folder);
            var port = new ApiServer(training.store).start(vertx, credentials);
            new Cluster(vertx, training.store).start();
            var all = new ArrayList<>(List.of(command));
            all.add("--kubeconfig=" + credentials.kubeconfig(folder, port));
            all.add("--port=" + HTTP_PORT);
            all.add("--policy-allow-network-policies");
            training.run(new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("operator.log").toFile())
                    .start());
        } catch (Exception e) {
            System.err.println(
                    Files.exists(folder.resolve("operator.log"))
                            ? Files.readString(folder.resolve("operator.log"))
                            : "the operator was not started");
            throw e;
        } finally {
            vertx.close();
        }
    }

    private void run(Process operator) throws IOException, InterruptedException {
        try {
            for (int i = 0; i < RUNNERS; i++) {
                store.put(keys.get(i), Runners.object(i));
            }
            awaitReady(operator, "created");
            keys.forEach(key -> change(key, "1.5.0"));
            awaitReady(operator, "changed");
            for (var path : List.of("/livez", "/readyz", "/metrics")) {
                ask(path);
            }
            keys.forEach(this::delete);
            operator.destroy();
            if (!operator.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || operator.exitValue() != ENDED_BY_SIGTERM) {
                throw new IllegalStateException("the operator did not end on SIGTERM as it should");
            }
        } finally {
            operator.destroyForcibly();
        }
    }

    private void change(Store.Key key, String version) {
        var runner = store.get(key).orElseThrow();
        runner.withObject("/spec").put("version", version);
        store.put(key, runner);
    }

    /** What it owns goes with it, as the garbage collector sees to. */
    private void delete(Store.Key key) {
        store.remove(key);
        for (var type : List.of(Cluster.PODS, Cluster.DEPLOYMENTS)) {
            store.list(type).stream()
                    .map(object -> object.at("/metadata/name").asText())
                    .filter(name -> name.equals(key.name()) || name.startsWith(key.name() + "-"))
                    .forEach(name -> store.remove(new Store.Key(type, key.namespace(), name)));
        }
    }

    private void awaitReady(Process operator, String what) throws InterruptedException {
        var done = new CountDownLatch(1);
        store.listen(store.version(), change -> {
            if (change.key().type().equals(Runners.TYPE)
                    && (Runners.isStalled(change.object()) || store.all(Runners.TYPE, Runners::isReady))) {
                done.countDown();
            }
        });
        var unused = operator.onExit().thenRun(done::countDown);
        var isInTime = done.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!isInTime || !operator.isAlive() || !store.all(Runners.TYPE, Runners::isReady)) {
            throw new IllegalStateException("the operator did not get " + RUNNERS + " AgentRunners ready that were "
                    + what + "; one of them: " + unready());
        }
        System.out.println(RUNNERS + " AgentRunners were " + what + " and are ready");
    }

    private String unready() {
        return store.list(Runners.TYPE).stream()
                .filter(runner -> !Runners.isReady(runner))
                .min(Comparator.comparing(runner -> !Runners.isStalled(runner)))
                .map(ObjectNode::toString)
                .orElse("none");
    }

    private static void ask(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HTTP_PORT + path))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + answer.statusCode() + ": " + answer.body());
            }
        }
    }
}
