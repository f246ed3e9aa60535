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

/// Sends requests as the published clients do: up to ten times while the answer is one that passes, each time to the
/// other node. For one thread.
public final class Caller {

    private static final int SENDS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final List<SluiceClient> nodes;
    private final LoadBalancer balancer;
    private final RandomGenerator random;
    private int current;

    /// One request, of which nobody knows to which node it goes.
    @FunctionalInterface
    public interface Request {
        Answer send(SluiceClient node) throws IOException, InterruptedException;
    }

    /// What came of sending a request.
    ///
    /// @param answer  the one that counts; null when there was none
    /// @param sends   how often it was sent
    /// @param unclear how many of these may have done what was asked for, beside the one that was answered
    public record Reply(@Nullable Answer answer, int sends, int unclear) {

        public int status() {
            return answer == null ? 0 : answer.status();
        }

        /// The body; a missing node when there is none.
        public JsonNode json() {
            return answer == null ? MissingNode.getInstance() : answer.json();
        }

        /// Of the organization, with what was done; 0 when the answer does not say.
        public long revision() {
            var header = header("Sluice-Revision");
            return header.isEmpty() ? 0 : Long.parseLong(header);
        }

        /// Of the operation or the job that was accepted; empty when none was.
        public String acceptedId() {
            return answer == null ? "" : answer.acceptedId();
        }

        /// The header, or the empty text.
        public String header(String name) {
            return answer == null ? "" : answer.headers().firstValue(name).orElse("");
        }
    }

    /// @param nodes the same organization at each node
    public Caller(List<SluiceClient> nodes, LoadBalancer balancer, RandomGenerator random) {
        this.nodes = nodes;
        this.balancer = balancer;
        this.random = random;
        this.current = random.nextInt(nodes.size());
    }

    /// The node that the next request goes to.
    public SluiceClient node() {
        for (var tries = 1; tries < nodes.size() && !balancer.sendsTo(base(nodes.get(current))); tries++) {
            turn();
        }
        return nodes.get(current);
    }

    /// From now on asks the node after this one.
    public void turn() {
        current = (current + 1) % nodes.size();
    }

    private static URI base(SluiceClient node) {
        return node.endpoint().base();
    }

    public Reply send(Request request) throws InterruptedException {
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
                // it has not been sent
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

    /// Sends it to this node, once.
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
