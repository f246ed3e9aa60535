package io.sluice.queue;

import io.sluice.kafka.KafkaClients;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A share group of a Kafka cluster. Of many threads that wait for a broker, one asks for all.
final class KafkaShareGroup implements ShareGroup {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaShareGroup.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /// How many records a worker takes at once: a second one would wait while another worker is idle.
    private static final int RECORDS_A_POLL = 1;

    private final KafkaClients kafka;
    private final String member;
    private final String group;

    /// When a broker has last answered, of [System#nanoTime()].
    private long answered = System.nanoTime();

    /// @param member name of the members, before their number
    KafkaShareGroup(KafkaClients kafka, String member, String group) {
        this.kafka = kafka;
        this.member = member;
        this.group = group;
    }

    @Override
    public ShareConsumer<String, byte[]> join(int number) {
        return kafka.shareGroupMember(member + '-' + number, group, RECORDS_A_POLL);
    }

    @Override
    public void awaitBroker(StopSignal stop) throws InterruptedException {
        awaitBroker(System.nanoTime(), stop);
    }

    private synchronized void awaitBroker(long since, StopSignal stop) throws InterruptedException {
        if (answered - since >= 0 || stop.isGiven()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("group", group)
                .addKeyValue("kafka", kafka.config())
                .log("no broker answers, waiting for one");
        while (!answers()) {
            stop.pause(PAUSE);
            if (stop.isGiven()) {
                return;
            }
        }
        answered = System.nanoTime();
        LOG.atInfo().addKeyValue("group", group).log("a broker answers again");
    }

    private boolean answers() throws InterruptedException {
        try (var admin = kafka.admin()) {
            var options = new DescribeClusterOptions().timeoutMs(Math.toIntExact(LIMIT.toMillis()));
            admin.describeCluster(options).nodes().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.atDebug().setCause(e).log("no broker answers");
            return false;
        }
    }
}
