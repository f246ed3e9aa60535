package io.sluice.fetch;

import io.sluice.command.Rejection;
import io.sluice.fetch.address.AddressPolicy;
import io.sluice.fetch.address.Addresses;
import io.sluice.fetch.address.Deadline;
import io.sluice.fetch.address.Pinned;
import io.sluice.fetch.address.PublicAddresses;
import io.sluice.fetch.address.Resolver;
import io.sluice.fetch.address.WebTarget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A sender of JSON to untrusted http and https URLs, with the rules of [UrlFetcher]: only to checked
/// addresses, within one deadline, and reading little of the response. A redirect is a failure. Safe for use
/// by many threads.
public final class UrlPoster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UrlPoster.class);
    private static final MediaType JSON = MediaType.get("application/json");

    /// Maximum number of bytes that are read of a response.
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private final Duration timeout;
    private final Clock clock;
    private final Addresses addresses;
    private final OkHttpClient client;

    UrlPoster(Duration timeout, Clock clock, AddressPolicy policy, Resolver resolver) {
        this.timeout = timeout;
        this.clock = clock;
        this.addresses = new Addresses(policy, resolver);
        this.client = StrictClient.of(timeout);
    }

    /// @param allowPrivate whether addresses of private networks and of this machine are allowed
    /// @param timeout      maximum duration of one request
    public static UrlPoster start(boolean allowPrivate, Duration timeout, Clock clock) {
        return new UrlPoster(timeout, clock, allowPrivate ? AddressPolicy.ANY : new PublicAddresses(), Resolver.SYSTEM);
    }

    /// Sends `json`. Failures are described without the path of `url`, which may contain a token.
    public PostResult post(String url, Map<String, String> headers, byte[] json) throws InterruptedException {
        return switch (WebTarget.of(url)) {
            case WebTarget.NotWeb(var detail) ->
                new PostResult.Refused(new Rejection.UrlRefused("the webhook", detail));
            case WebTarget.Web(var target) -> {
                var shown = target.scheme() + "://" + target.host() + ':' + target.port();
                var deadline = Deadline.in(timeout);
                yield switch (addresses.lookUp(target, shown, deadline)) {
                    case Addresses.Lookup.Refused(Rejection.UrlRefused reason) -> new PostResult.Refused(reason);
                    // a missing host may be available again later
                    case Addresses.Lookup.Refused(var reason) -> new PostResult.Failed(reason, null);
                    case Addresses.Lookup.Failed(var reason) -> new PostResult.Failed(reason, null);
                    case Addresses.Lookup.Allowed(var pinned) -> send(target, shown, pinned, deadline, headers, json);
                };
            }
        };
    }

    @Override
    public void close() {
        addresses.close();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private PostResult send(
            HttpUrl url, String shown, Pinned pinned, Deadline deadline, Map<String, String> headers, byte[] json)
            throws InterruptedException {
        var request = new Request.Builder().url(url).header("User-Agent", "Sluice");
        headers.forEach(request::header);
        var call = client.newBuilder()
                .dns(pinned)
                .build()
                .newCall(request.post(RequestBody.create(json, JSON)).build());
        call.timeout().timeout(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        try (var response = call.execute()) {
            readAnswer(response, call);
            return response.isSuccessful()
                    ? new PostResult.Taken(response.code())
                    : new PostResult.Failed(
                            new Rejection.UrlStatus(shown, response.code()),
                            RetryAfter.of(response.header("Retry-After"), clock.instant()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while sending");
            }
            return new PostResult.Failed(
                    deadline.isOver()
                            ? new Rejection.UrlTimeout(shown, timeout)
                            : new Rejection.UrlUnreachable(shown, "no answer: " + e.getMessage()),
                    null);
        }
    }

    /// Reads the rest of a response, of which only the status is used.
    private static void readAnswer(Response response, Call call) {
        try {
            var body = response.body().byteStream();
            if (body.readNBytes(MAX_ANSWER_BYTES).length == MAX_ANSWER_BYTES) {
                call.cancel();
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("response aborted after its status");
        }
    }
}
