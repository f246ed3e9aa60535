package io.sluice.kafka;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupMemberIT {

    private static final Duration SESSION = Duration.ofMillis(KafkaClients.SESSION_TIMEOUT_MS);

    @TempDir
    Path directory;

    /// A consumer that is closed without leaving its group is like one whose process was killed.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void getsItsPartitionsBackAtOnceAfterAKill(boolean asReader) throws Exception {
        try (var broker = TestBroker.start(directory);
                var admin = broker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic("work", 2, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            var clients = KafkaClients.ofProcess(broker.clients().config(), "first");
            var killed = member(clients, asReader);
            awaitAssignment(killed);
            killed.close(CloseOptions.timeout(Duration.ofSeconds(5)).withGroupMembershipOperation(REMAIN_IN_GROUP));

            try (var restarted = member(clients, asReader)) {
                assertThat(awaitAssignment(restarted)).isLessThan(SESSION.dividedBy(2));
            }
        }
    }

    private static Consumer<String, byte[]> member(KafkaClients clients, boolean asReader) {
        var member = asReader ? clients.queueReader("member", "group") : clients.groupMember("member", "group", 1);
        member.subscribe(List.of("work"));
        return member;
    }

    private static Duration awaitAssignment(Consumer<String, byte[]> consumer) {
        var began = System.nanoTime();
        while (consumer.assignment().size() < 2 && System.nanoTime() - began < SESSION.toNanos() * 2) {
            consumer.poll(Duration.ofMillis(100));
        }
        assertThat(consumer.assignment()).hasSize(2);
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
