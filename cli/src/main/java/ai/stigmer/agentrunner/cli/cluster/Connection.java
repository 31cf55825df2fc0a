package ai.stigmer.agentrunner.cli.cluster;

import ai.stigmer.agentrunner.model.text.PlainText;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** How long it is waited for, and why nothing came of it, which Java leaves mostly to its exceptions' names. */
final class Connection {
    static final Duration CONNECT = Duration.ofSeconds(3);
    static final Duration REQUEST = Duration.ofSeconds(10);

    private Connection() {}

    static String problem(Throwable thrown) {
        var causes = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .toList();
        if (has(causes, UnresolvedAddressException.class) || has(causes, UnknownHostException.class)) {
            return "its host is not known here";
        }
        if (has(causes, HttpConnectTimeoutException.class)) {
            return "no connection within " + CONNECT.toSeconds() + " seconds";
        }
        if (has(causes, HttpTimeoutException.class) || has(causes, TimeoutException.class)) {
            return "no answer within " + REQUEST.toSeconds() + " seconds";
        }
        var deepest = causes.getLast();
        if (has(causes, ConnectException.class) && deepest.getMessage() == null) {
            return "the connection is refused";
        }
        var words = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return (has(causes, SSLException.class) ? "TLS fails: " : "") + PlainText.oneLine(PlainText.ofOthers(words));
    }

    private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }
}
