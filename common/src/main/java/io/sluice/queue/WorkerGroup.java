package io.sluice.queue;

import static java.util.Objects.requireNonNull;

import io.sluice.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A share group of workers, as the broker must treat it.
public final class WorkerGroup {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerGroup.class);

    private static final String OFFSET_RESET = "share.auto.offset.reset";
    private static final String RECORD_LOCK = "share.record.lock.duration.ms";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// How much longer a record stays locked than a job may take: time to tell what it came to.
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static final int LOOKS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private WorkerGroup() {}

    /// Sets the group up so that it begins with the oldest record and keeps a record locked while a job takes
    /// its time.
    ///
    /// @param jobDeadline longest a job may take
    /// @param setting     that says so, for the message
    /// @throws IllegalStateException when the broker would hand a record to a second worker while the first is at
    ///                               it
    public static void prepare(Admin admin, String name, Duration jobDeadline, Setting<?> setting)
            throws InterruptedException {
        var group = new ConfigResource(ConfigResource.Type.GROUP, name);
        var least = jobDeadline.plus(SETTLING);
        var before = effectiveLock(admin, group);
        var wanted = before.compareTo(least) > 0 ? before : least;
        int looks = setUp(admin, group, wanted) ? LOOKS : 1;
        var effective = effectiveLock(admin, group);
        for (int look = 1; look < looks && effective.compareTo(wanted) < 0; look++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis()); // the broker tells nobody when it has followed
            effective = effectiveLock(admin, group);
        }
        if (effective.compareTo(jobDeadline) <= 0) {
            throw new IllegalStateException("the share group " + name + " locks a record for "
                    + effective.toSeconds() + " s, but a job may take " + jobDeadline.toSeconds() + " s: set its "
                    + RECORD_LOCK + " to " + wanted.toMillis()
                    + ", which the broker's group.share.max.record.lock.duration.ms must allow, or shorten "
                    + setting.key());
        }
    }

    /// Whether the cluster took the settings; its brokers follow a little later.
    private static boolean setUp(Admin admin, ConfigResource group, Duration lock) throws InterruptedException {
        try {
            admin.incrementalAlterConfigs(Map.of(
                            group, List.of(set(OFFSET_RESET, "earliest"), set(RECORD_LOCK, "" + lock.toMillis()))))
                    .all()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            // an operator may have set the group up and not let us; what counts is what is in force
            LOG.atWarn().setCause(e).addKeyValue("group", group.name()).log("cannot set up the share group");
            return false;
        }
    }

    private static Duration effectiveLock(Admin admin, ConfigResource group) throws InterruptedException {
        try {
            var configs = admin.describeConfigs(List.of(group)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            var lock = requireNonNull(configs.get(group)).get(RECORD_LOCK);
            return Duration.ofMillis(Long.parseLong(lock.value()));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot read how the share group " + group.name() + " is set up", e);
        }
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }
}
