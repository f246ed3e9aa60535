package io.sluice.lab.storm.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A sender of requests with the retries of the published clients: up to ten attempts while the failure is
/// temporary, alternating between the nodes, also from time to time without a failure. For one thread.
public final class Caller {

    private static final int SENDS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /// Number of requests after which a client changes to the next node, or a node that has failed once would get
    /// no more requests.
    private static final int ROUND = 8;

    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final List<SluiceClient> nodes;
    private final LoadBalancer balancer;
    private final RandomGenerator random;
    private int current;
    private int requests;

    /// One request, which may be sent to any node.
    @FunctionalInterface
    public interface Request {
        Answer send(SluiceClient node) throws IOException, InterruptedException;
    }

    /// The result of sending a request.
    ///
    /// @param answer  the final response; null when there was none
    /// @param sends   number of attempts
    /// @param unclear number of attempts, besides the answered one, that may have been executed
    public record Reply(@Nullable Answer answer, int sends, int unclear) {

        public int status() {
            return answer == null ? 0 : answer.status();
        }

        /// Returns the body; a missing node when there is none.
        public JsonNode json() {
            return answer == null ? MissingNode.getInstance() : answer.json();
        }

        /// Returns the revision of the organization that includes the effect; 0 when the response does not
        /// contain it.
        public long revision() {
            var header = header("Sluice-Revision");
            return header.isEmpty() ? 0 : Long.parseLong(header);
        }

        /// Returns the id of the accepted operation or job; empty when there is none.
        public String acceptedId() {
            return answer == null ? "" : answer.acceptedId();
        }

        /// Returns the header, or the empty text.
        public String header(String name) {
            return answer == null ? "" : answer.headers().firstValue(name).orElse("");
        }
    }

    /// @param nodes clients of the same organization, one for each node
    public Caller(List<SluiceClient> nodes, LoadBalancer balancer, RandomGenerator random) {
        this.nodes = nodes;
        this.balancer = balancer;
        this.random = random;
        this.current = random.nextInt(nodes.size());
    }

    /// Returns the node of the next request.
    public SluiceClient node() {
        for (var tries = 1; tries < nodes.size() && !balancer.sendsTo(base(nodes.get(current))); tries++) {
            turn();
        }
        return nodes.get(current);
    }

    /// Switches to the next node.
    public void turn() {
        current = (current + 1) % nodes.size();
    }

    private static URI base(SluiceClient node) {
        return node.endpoint().base();
    }

    public Reply send(Request request) throws InterruptedException {
        if (++requests % ROUND == 0) {
            turn();
        }
        var began = System.nanoTime();
        var unclear = 0;
        for (var sends = 1; ; sends++) {
            Answer answer = null;
            var node = node();
            try {
                answer = once(node, request);
                balancer.ended(base(node), answer.status() >= SERVER_ERROR, answer.status() + " " + answer.text());
                if (!answer.isPassing() && answer.status() != SERVER_ERROR) {
                    return new Reply(answer, sends, unclear);
                }
                unclear += answer.status() == TOO_MANY ? 0 : 1;
                if (answer.status() == SERVER_ERROR) {
                    return new Reply(answer, sends, unclear);
                }
            } catch (ConnectException | HttpConnectTimeoutException _) {
                // the request has not been sent
            } catch (IOException e) {
                balancer.ended(base(node), true, e.toString());
                unclear++;
            }
            turn();
            if (sends == SENDS || System.nanoTime() - began > LONGEST.toNanos()) {
                return new Reply(null, sends, unclear);
            }
            pause(sends, answer);
        }
    }

    /// Sends a request to this node, once.
    public Answer once(SluiceClient node, Request request) throws IOException, InterruptedException {
        return Attempt.of(base(node), () -> request.send(node), balancer::attempted);
    }

    private void pause(int sends, @Nullable Answer answer) throws InterruptedException {
        var asked = answer == null
                ? 0
                : 1000 * answer.headers().firstValueAsLong("Retry-After").orElse(0);
        var backoff = FIRST_WAIT.toMillis() << Math.min(sends, 5);
        var wait = Math.min(Math.max(asked, backoff), LONGEST_WAIT.toMillis());
        TimeUnit.MILLISECONDS.sleep(wait / 2 + random.nextLong(wait / 2 + 1));
    }
}
