package io.sluice.fetch;

import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/// Makes HTTP clients for URLs that strangers chose: nothing is followed, no proxy stands between the address that was
/// checked and the one that is connected to, and no connection serves two calls. What a server sends beyond its answer
/// would else be taken for the answer to the next call, perhaps of another organization. Each call still has to be
/// pinned to its addresses, see [Pinned].
final class StrictClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private StrictClient() {}

    /// @param timeout longest silence of a server
    static OkHttpClient of(Duration timeout) {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .proxy(Proxy.NO_PROXY)
                // a connection of its own for every call: giving one up never disturbs another
                .protocols(List.of(Protocol.HTTP_1_1))
                // without idle connections; the time limit is never needed
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .build();
    }
}
