package io.sluice.fetch;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/// A factory of HTTP clients for untrusted URLs: redirects are not followed, there is no proxy between the
/// checked address and the connection, and no connection serves two calls. Otherwise bytes after a response
/// could be read as the response to the next call, perhaps of another organization. Each call still has to be
/// pinned to its addresses, see `Pinned`.
final class StrictClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private StrictClient() {}

    /// @param timeout maximum silence of a server
    static OkHttpClient of(Duration timeout) {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .proxy(Proxy.NO_PROXY)
                // a separate connection for every call: closing one never affects another
                .protocols(List.of(Protocol.HTTP_1_1))
                // no idle connections, so the time limit is never used
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .build();
    }
}
