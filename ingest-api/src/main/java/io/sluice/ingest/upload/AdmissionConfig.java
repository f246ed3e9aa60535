package io.sluice.ingest.upload;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// When uploads are turned away so that those that are taken are worked on in time.
///
/// @param maxQueued    most uploads that wait for a worker, of all organizations; 0 for any number
/// @param maxQueueAge  longest wait of the uploads at the head of the queue
/// @param rate         uploads a second that one organization may send in the long run; 0 for any number
/// @param burst        uploads that it may send at once after a pause
public record AdmissionConfig(long maxQueued, Duration maxQueueAge, int rate, int burst) {

    public static final Setting<Long> MAX_QUEUED = Setting.number(
            "SLUICE_QUEUE_MAX_LENGTH",
            100_000,
            0,
            1_000_000_000,
            "uploads that may wait for a worker; more are answered with 429. 0 for any number");

    public static final Setting<Duration> MAX_QUEUE_AGE = Setting.duration(
            "SLUICE_QUEUE_MAX_AGE", "10m", "wait of the oldest uploads from which on more are answered with 429");

    public static final Setting<Long> RATE = Setting.number(
            "SLUICE_ORGANIZATION_RATE",
            0,
            0,
            1_000_000,
            "uploads a second that one organization may send in the long run; more get 429. 0 for any number");

    public static final Setting<Long> BURST = Setting.number(
            "SLUICE_ORGANIZATION_BURST", 200, 1, 1_000_000, "uploads that an organization may send at once");

    public static final List<Setting<?>> SETTINGS = List.of(MAX_QUEUED, MAX_QUEUE_AGE, RATE, BURST);

    public static final AdmissionConfig DEFAULTS = new AdmissionConfig(100_000, Duration.ofMinutes(10), 0, 200);

    public AdmissionConfig {
        if (maxQueued < 0 || !maxQueueAge.isPositive() || rate < 0 || burst < 1) {
            throw new IllegalArgumentException("not a way to admit uploads: at most " + maxQueued + " in the queue for "
                    + maxQueueAge + ", " + rate + " a second, " + burst + " at once");
        }
    }

    public static AdmissionConfig from(Settings settings) {
        return new AdmissionConfig(
                settings.get(MAX_QUEUED),
                settings.get(MAX_QUEUE_AGE),
                settings.get(RATE).intValue(),
                settings.get(BURST).intValue());
    }
}
