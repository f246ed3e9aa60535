package io.sluice.ingest.upload.admission;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The limits of the upload queue and of each organization's upload rate.
///
/// @param maxQueued    maximum uploads waiting for a worker, of all organizations; 0 for no limit
/// @param maxQueueAge  maximum age of the oldest waiting uploads
/// @param rate         maximum sustained uploads a second of one organization; 0 for no limit
/// @param burst        maximum uploads of one organization at once after a pause
public record AdmissionConfig(long maxQueued, Duration maxQueueAge, int rate, int burst) {

    public static final Setting<Long> MAX_QUEUED = Setting.number(
            "SLUICE_QUEUE_MAX_LENGTH",
            100_000,
            0,
            1_000_000_000,
            "maximum uploads waiting for a worker; further ones get status 429, from half of it on those of organizations"
                    + " that have most, but none of an organization with few; 0 for no limit");

    public static final Setting<Duration> MAX_QUEUE_AGE = Setting.duration(
            "SLUICE_QUEUE_MAX_AGE",
            "10m",
            "age of the oldest waiting uploads above which further ones of organizations that send most get status 429");

    public static final Setting<Long> RATE = Setting.number(
            "SLUICE_ORGANIZATION_RATE",
            0,
            0,
            1_000_000,
            "maximum sustained uploads a second of one organization; further ones get status 429; 0 for no limit");

    public static final Setting<Long> BURST = Setting.number(
            "SLUICE_ORGANIZATION_BURST", 200, 1, 1_000_000, "maximum burst of uploads of one organization");

    public static final List<Setting<?>> SETTINGS = List.of(MAX_QUEUED, MAX_QUEUE_AGE, RATE, BURST);

    public AdmissionConfig {
        if (maxQueued < 0 || !maxQueueAge.isPositive() || rate < 0 || burst < 1) {
            throw new IllegalArgumentException("invalid admission limits: at most " + maxQueued + " in the queue for "
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
