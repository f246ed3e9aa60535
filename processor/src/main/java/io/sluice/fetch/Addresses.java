package io.sluice.fetch;

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

/// Finds the addresses of a URL's host and lets only those pass that may be connected to.
final class Addresses implements AutoCloseable {

    /// Lookups cannot be interrupted, so one that hangs keeps its thread until the name server gives up.
    private static final int MAX_LOOKUPS = 64;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /// More addresses than any sane host has; a longer answer is cut, as connecting would not get that far.
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

    Addresses(AddressPolicy policy, Resolver resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /// What looking up a host came to.
    sealed interface Lookup {
        /// The host may be connected to, at these addresses only.
        record Allowed(Pinned pinned) implements Lookup {}

        /// Or not.
        record Denied(FetchResult result) implements Lookup {}
    }

    /// @param shown what to call the URL in a rejection
    Lookup lookUp(HttpUrl url, String shown, Deadline deadline) throws InterruptedException {
        List<InetAddress> found;
        try {
            found = resolve(url.host(), deadline);
        } catch (UnknownHostException e) {
            var unreachable = new Rejection.UrlUnreachable(shown, "there is no host " + url.host());
            return denied(
                    isPassing(e) ? new FetchResult.Failed(unreachable, null) : new FetchResult.Refused(unreachable));
        } catch (RejectedExecutionException e) {
            return denied(failed(shown, "the name server is slow and too many lookups wait for it"));
        } catch (TimeoutException e) {
            return denied(new FetchResult.Failed(new Rejection.UrlTimeout(shown, deadline.limit()), null));
        }
        if (found.isEmpty()) {
            return denied(failed(shown, "the host " + url.host() + " has no address"));
        }
        var addresses = found.stream().limit(MAX_ADDRESSES).toList();
        var objection = objection(addresses);
        return objection == null
                ? new Lookup.Allowed(Pinned.to(url, addresses))
                // the address itself is not told: it would let strangers explore our name server
                : denied(new FetchResult.Refused(
                        new Rejection.UrlRefused(shown, "the address of " + url.host() + " is " + objection)));
    }

    /// One address that must not be connected to is enough: which one a connection takes is a matter of luck.
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
        if (host.indexOf(':') >= 0 || NumericHost.isNumeric(host)) {
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

    /// The platform tells a name server that does not answer from a name that does not exist only by the text of
    /// `gai_strerror(EAI_AGAIN)`.
    private static boolean isPassing(UnknownHostException e) {
        return e.getMessage() != null && e.getMessage().contains("emporary failure");
    }

    private static Lookup denied(FetchResult result) {
        return new Lookup.Denied(result);
    }

    private static FetchResult failed(String shown, String detail) {
        return new FetchResult.Failed(new Rejection.UrlUnreachable(shown, detail), null);
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
