package io.sluice.kafka.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShareGroupSetupIT {

    private static final String MAX_LOCK = "group.share.max.record.lock.duration.ms";
    private static final Setting<Duration> DEADLINE = Setting.duration("SLUICE_SOME_DEADLINE", "9m", "for the message");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by each test
    private TestBroker broker;

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void setsUpAGroupWhoseLockNoLaterStartLowers() throws Exception {
        broker = TestBroker.start(folder, Map.of(MAX_LOCK, "1800000"));

        prepare(Duration.ofMinutes(20));
        prepare(Duration.ofMinutes(9));
        TopicProvisioner.provision(broker.clients(), ProvisioningConfig.DEFAULTS);

        var group = describe();
        assertThat(group.get("share.record.lock.duration.ms").value()).isEqualTo("1260000");
        assertThat(group.get("share.auto.offset.reset").value()).isEqualTo("earliest");
        assertThat(group.get("share.delivery.count.limit").value()).isEqualTo("10");
    }

    @Test
    void allowsConcurrentSetupsOfTheSameGroup() throws Exception {
        broker = TestBroker.start(folder, Map.of(MAX_LOCK, "1800000"));
        List<Callable<Void>> starts = IntStream.range(0, 4)
                .<Callable<Void>>mapToObj(_ -> () -> {
                    prepare(Duration.ofMinutes(20));
                    return null;
                })
                .toList();

        try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var start : processes.invokeAll(starts)) {
                start.get();
            }
        }

        assertThat(describe().get("share.record.lock.duration.ms").value()).isEqualTo("1260000");
    }

    @Test
    void refusesABrokerWithTooShortRecordLocks() throws Exception {
        broker = TestBroker.start(folder, Map.of(MAX_LOCK, "600000"));

        assertThatThrownBy(() -> prepare(Duration.ofMinutes(20)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("broker 1: " + MAX_LOCK + " is 600000, but must be at least 1260000")
                .hasMessageContaining("or shorten SLUICE_SOME_DEADLINE");
    }

    private void prepare(Duration longestWork) {
        ShareGroupSetup.prepare(broker.clients(), Topics.COPY_WORKERS, longestWork, DEADLINE);
    }

    private Config describe() throws Exception {
        var group = new ConfigResource(ConfigResource.Type.GROUP, Topics.COPY_WORKERS);
        try (var admin = broker.clients().admin()) {
            return requireNonNull(
                    admin.describeConfigs(List.of(group)).all().get().get(group));
        }
    }
}
