package io.sluice.ingest.place;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The limits of transfers and of concurrent requests.
///
/// @param leastRate   minimum rate of bodies and responses
/// @param longestBody maximum time for sending a body
/// @param maxRequests maximum concurrent requests, of all organizations, users and addresses
public record TransferConfig(LeastRate leastRate, Duration longestBody, int maxRequests) {

    public static final Setting<Long> MIN_RATE = Setting.number(
            "SLUICE_HTTP_MIN_RATE",
            LeastRate.DEFAULT.bytesPerSecond(),
            1,
            1_000_000_000,
            "bytes a second that a client has to send of a body or to read of an answer; one that is 30 s behind is cut"
                    + " off, uploads earlier and at up to 16 times the rate while more than half of their places are"
                    + " taken");

    public static final Setting<Duration> MAX_BODY_TIME =
            Setting.duration("SLUICE_HTTP_MAX_BODY_TIME", "1h", "maximum time for sending a body; then status 408");

    public static final Setting<Long> MAX_REQUESTS = Setting.number(
            "SLUICE_MAX_CONCURRENT_REQUESTS",
            1_600,
            1,
            100_000,
            "maximum concurrent requests, at most half of them of one organization, user or address; further ones get"
                    + " status 429");

    public static final List<Setting<?>> SETTINGS = List.of(MIN_RATE, MAX_BODY_TIME, MAX_REQUESTS);

    public static final TransferConfig DEFAULTS = new TransferConfig(LeastRate.DEFAULT, Duration.ofHours(1), 1_600);

    public TransferConfig {
        if (!longestBody.isPositive() || maxRequests < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: time of a body " + longestBody + ", requests " + maxRequests);
        }
    }

    public static TransferConfig from(Settings settings) {
        return new TransferConfig(
                new LeastRate(settings.get(MIN_RATE), LeastRate.DEFAULT.allowance()),
                settings.get(MAX_BODY_TIME),
                settings.get(MAX_REQUESTS).intValue());
    }
}
