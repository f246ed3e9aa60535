package io.sluice.fetch.address;

import io.sluice.command.Rejection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/// The look-up of the addresses of a URL's host, of which only permitted ones are returned.
public final class Addresses implements AutoCloseable {

    /// Maximum concurrent look-ups. They cannot be interrupted, so a look-up that hangs keeps its thread
    /// until the name server's time-out.
    private static final int MAX_LOOKUPS = 64;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /// Maximum number of addresses of a host; a longer answer is truncated.
    private static final int MAX_ADDRESSES = 16;

    private final AddressPolicy policy;
    private final Resolver resolver;
    private final ExecutorService lookups = new ThreadPoolExecutor(
            0,
            MAX_LOOKUPS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("sluice-lookup-", 0).factory());

    public Addresses(AddressPolicy policy, Resolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /// The result of looking up a host.
    public sealed interface Lookup {
        /// The host may be connected to, at these addresses only.
        record Allowed(Pinned pinned) implements Lookup {}

        /// The host must not be connected to; another look-up would have the same result.
        record Refused(Rejection reason) implements Lookup {}

        /// A temporary failure.
        record Failed(Rejection reason) implements Lookup {}
    }

    /// @param shown the URL in the form for rejections
    public Lookup lookUp(HttpUrl url, String shown, Deadline deadline) throws InterruptedException {
        List<InetAddress> found;
        try {
            found = resolve(url.host(), deadline);
        } catch (UnknownHostException e) {
            return isPassing(e)
                    ? failed(shown, "the name server does not know at the moment where " + url.host() + " is")
                    : unknown(url, shown);
        } catch (RejectedExecutionException e) {
            return failed(shown, "the name server is slow and too many lookups wait for it");
        } catch (TimeoutException e) {
            return new Lookup.Failed(new Rejection.UrlTimeout(shown, deadline.limit()));
        }
        if (found.isEmpty()) {
            return failed(shown, "the host " + url.host() + " has no address");
        }
        var addresses = found.stream().limit(MAX_ADDRESSES).toList();
        var objection = objection(addresses);
        if (objection == null) {
            return new Lookup.Allowed(Pinned.to(url, addresses));
        }
        return isLiteral(url.host())
                ? new Lookup.Refused(new Rejection.UrlRefused(shown, "its address is " + objection))
                : unknown(url, shown);
    }

    /// Returns the same result for a host that does not exist and for one that is not public, so that
    /// strangers cannot explore our network by its names.
    private static Lookup unknown(HttpUrl url, String shown) {
        return new Lookup.Refused(new Rejection.UrlUnreachable(shown, "there is no public host named " + url.host()));
    }

    /// Returns the objection to any of the addresses: a single forbidden one is sufficient, because a
    /// connection may use any of them.
    private @Nullable String objection(List<InetAddress> addresses) {
        for (var address : addresses) {
            var objection = policy.objection(address);
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        return null;
    }

    private List<InetAddress> resolve(String host, Deadline deadline)
            throws UnknownHostException, TimeoutException, InterruptedException {
        if (isLiteral(host)) {
            return List.of(InetAddress.ofLiteral(host));
        }
        var lookup = lookups.submit(() -> resolver.resolve(host));
        try {
            return lookup.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("looking up " + host + " failed", e.getCause());
        } finally {
            lookup.cancel(true);
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || NumericHost.isNumeric(host);
    }

    /// Whether the failure is temporary: the platform distinguishes a name server that does not answer from a
    /// name that does not exist only by the text of `gai_strerror(EAI_AGAIN)`.
    private static boolean isPassing(UnknownHostException e) {
        return e.getMessage() != null && e.getMessage().contains("emporary failure");
    }

    private static Lookup failed(String shown, String detail) {
        return new Lookup.Failed(new Rejection.UrlUnreachable(shown, detail));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
