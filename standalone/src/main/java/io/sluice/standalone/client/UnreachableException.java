package io.sluice.standalone.client;

import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/// Thrown when a server gave no response. The message is for the user.
public final class UnreachableException extends IOException {

    /// @param base scheme, host and port of the server
    UnreachableException(String base, IOException cause) {
        super(sentence(base, cause), cause);
    }

    private static String sentence(String base, IOException cause) {
        return switch (cause) {
            case ConnectException e
            when isCausedBy(e, UnresolvedAddressException.class) -> "cannot reach " + base + ": the host is unknown";
            case ConnectException _ -> "cannot reach " + base + ": connection refused; is `./sluice serve` running?";
            case HttpConnectTimeoutException _ -> "cannot reach " + base + ": no connection within the time limit";
            case HttpTimeoutException _ -> "no response from " + base + " within the time limit";
            case SSLException e -> "cannot reach " + base + " with TLS: " + Sentence.of(e);
            case ClosedChannelException _ -> "the connection to " + base + " was closed before the response";
            default -> "the connection to " + base + " failed: " + Sentence.of(cause);
        };
    }

    private static boolean isCausedBy(Throwable failure, Class<?> type) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
