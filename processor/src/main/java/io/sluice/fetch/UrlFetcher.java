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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// A fetcher of untrusted http and https URLs. Safe for use by many threads.
///
/// It connects only to public addresses, and exactly to those that were checked; every redirect is checked
/// like the first URL. One deadline limits everything, and reading ends when a file is too large.
public final class UrlFetcher implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final FetchConfig config;
    private final long maxBytes;
    private final Clock clock;
    private final Addresses addresses;
    private final OkHttpClient client;

    UrlFetcher(FetchConfig config, long maxBytes, Clock clock, AddressPolicy policy, Resolver resolver) {
        this(config, maxBytes, clock, new Addresses(policy, resolver), StrictClient.of(config.timeout()));
    }

    UrlFetcher(FetchConfig config, long maxBytes, Clock clock, Addresses addresses, OkHttpClient client) {
        this.config = config;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.addresses = addresses;
        this.client = client;
    }

    /// @param maxBytes maximum size of a file
    public static UrlFetcher start(FetchConfig config, long maxBytes, Clock clock) {
        var policy = config.allowPrivate() ? AddressPolicy.ANY : new PublicAddresses();
        return new UrlFetcher(config, maxBytes, clock, policy, Resolver.SYSTEM);
    }

    /// Writes the bytes of `url` to `sink`, after decoding a content coding. Unless the result is
    /// [FetchResult.Fetched], the written bytes are incomplete.
    ///
    /// @throws IOException when `sink` fails
    public FetchResult fetch(String url, OutputStream sink) throws IOException, InterruptedException {
        var shown = WebTarget.shown(url);
        return switch (WebTarget.of(url)) {
            case WebTarget.NotWeb(var detail) -> refused(shown, detail);
            case WebTarget.Web(var first) -> {
                var fetch = new Fetch(shown, WebTarget.fileName(first), Deadline.in(config.timeout()), sink);
                yield fetch.follow(first);
            }
        };
    }

    @Override
    public void close() {
        addresses.close();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private static FetchResult refused(String shown, String detail) {
        return new FetchResult.Refused(new Rejection.UrlRefused(shown, detail));
    }

    /// One fetch, from its first URL through its redirects to the last byte.
    private final class Fetch {

        private final String shown;
        private final String name;
        private final Deadline deadline;
        private final OutputStream sink;

        Fetch(String shown, String name, Deadline deadline, OutputStream sink) {
            this.shown = shown;
            this.name = name;
            this.deadline = deadline;
            this.sink = sink;
        }

        FetchResult follow(HttpUrl first) throws IOException, InterruptedException {
            var step = hop(first);
            for (int redirects = 0; step instanceof Step.Onward(var next); redirects++) {
                if (redirects == MAX_REDIRECTS) {
                    return refused(shown, "it redirects more than " + MAX_REDIRECTS + " times");
                }
                step = hop(next);
            }
            return ((Step.End) step).result();
        }

        private Step hop(HttpUrl url) throws IOException, InterruptedException {
            if (!config.allows(url.port())) {
                return new Step.End(refused(shown, "nothing is fetched from port " + url.port()));
            }
            return switch (addresses.lookUp(url, shown, deadline)) {
                case Addresses.Lookup.Refused(var reason) -> new Step.End(new FetchResult.Refused(reason));
                case Addresses.Lookup.Failed(var reason) -> new Step.End(new FetchResult.Failed(reason, null));
                case Addresses.Lookup.Allowed(var pinned) -> request(url, pinned);
            };
        }

        private Step request(HttpUrl url, Pinned pinned) throws IOException, InterruptedException {
            var request = new Request.Builder()
                    .url(url)
                    .header("User-Agent", "Sluice")
                    .header("Accept", "image/*, application/pdf, application/postscript, */*;q=0.5")
                    .header("Accept-Encoding", "identity") // unchanged bytes, so that their hash is the file's
                    .header("Connection", "close")
                    .build();
            var call = client.newBuilder().dns(pinned).build().newCall(request);
            call.timeout().timeout(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            Response response;
            try {
                response = call.execute();
            } catch (IOException e) {
                return new Step.End(fault(e, "no answer"));
            }
            try (response) {
                return answer(url, response);
            } finally {
                // closing alone would read the rest of the body, to reuse the connection
                call.cancel();
            }
        }

        private Step answer(HttpUrl url, Response response) throws IOException, InterruptedException {
            var location = response.header("Location");
            if (REDIRECTS.contains(response.code()) && location != null) {
                return redirect(url.resolve(location));
            }
            if (!response.isSuccessful()) {
                return new Step.End(status(response));
            }
            return new Step.End(transfer(response));
        }

        private Step redirect(@Nullable HttpUrl next) {
            return switch (next == null ? new WebTarget.NotWeb("it is not http or https") : WebTarget.of(next)) {
                case WebTarget.Web(var url) -> new Step.Onward(url);
                case WebTarget.NotWeb(var detail) ->
                    new Step.End(refused(shown, "it redirects to a URL that is not fetched: " + detail));
            };
        }

        private FetchResult status(Response response) {
            var reason = new Rejection.UrlStatus(shown, response.code());
            return response.code() >= 500 || PASSING.contains(response.code())
                    ? new FetchResult.Failed(reason, RetryAfter.of(response.header("Retry-After"), clock.instant()))
                    : new FetchResult.Refused(reason);
        }

        private FetchResult transfer(Response response) throws IOException, InterruptedException {
            var body = response.body();
            if (body.contentLength() > maxBytes) {
                return new FetchResult.Refused(new Rejection.TooLarge(maxBytes));
            }
            var coding = ContentCoding.of(response.headers("Content-Encoding"));
            if (coding.isEmpty()) {
                return refused(shown, "the server sends it in a content coding that is not decoded");
            }
            InputStream source;
            try {
                source = coding.get().decode(body.byteStream());
            } catch (IOException e) {
                return fault(e, "the connection broke off before the first byte");
            }
            var buffer = new byte[BUFFER_BYTES];
            long size = 0;
            while (true) {
                int read;
                try {
                    read = source.read(buffer);
                } catch (IOException e) {
                    return fault(e, "the connection broke off after " + size + " bytes");
                }
                if (read < 0) {
                    break;
                }
                size += read;
                if (size > maxBytes) {
                    return new FetchResult.Refused(new Rejection.TooLarge(maxBytes));
                }
                sink.write(buffer, 0, read);
            }
            return size == 0 ? new FetchResult.Refused(new Rejection.EmptyFile()) : new FetchResult.Fetched(name, size);
        }

        private FetchResult fault(IOException e, String otherwise) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while fetching");
            }
            if (deadline.isOver()) {
                return new FetchResult.Failed(new Rejection.UrlTimeout(shown, config.timeout()), null);
            }
            if (isUntrusted(e)) {
                return new FetchResult.Refused(
                        new Rejection.UrlUnreachable(shown, "the server's certificate is not valid for it"));
            }
            return switch (e) {
                case ZipException _ -> unreachable("the server's content coding is damaged");
                case ConnectException _ -> unreachable("the connection was refused");
                case InterruptedIOException _ -> unreachable("the server did not answer in time");
                default -> unreachable(otherwise);
            };
        }

        private static boolean isUntrusted(IOException e) {
            return e instanceof SSLPeerUnverifiedException
                    || (e instanceof SSLException && e.getCause() instanceof CertificateException);
        }

        private FetchResult unreachable(String detail) {
            return new FetchResult.Failed(new Rejection.UrlUnreachable(shown, detail), null);
        }
    }

    private sealed interface Step {
        record Onward(HttpUrl url) implements Step {}

        record End(FetchResult result) implements Step {}
    }
}
