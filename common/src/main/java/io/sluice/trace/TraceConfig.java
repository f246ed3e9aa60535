package io.sluice.trace;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The configuration of the export of spans.
///
/// @param endpoint address of an OpenTelemetry collector; null when no spans are exported
/// @param ratio    share of the new traces that are exported
public record TraceConfig(@Nullable URI endpoint, double ratio) {

    public static final Setting<Optional<URI>> ENDPOINT = new Setting<>(
            "SLUICE_OTLP_ENDPOINT",
            "",
            "address of an OpenTelemetry collector that receives traces by OTLP over HTTP, as in"
                    + " http://collector:4318 (default: none, no traces are recorded)",
            false,
            TraceConfig::endpoint);

    public static final Setting<Double> RATIO = new Setting<>(
            "SLUICE_TRACE_RATIO",
            "0.1",
            "Share of new traces that are recorded, from 0 to 1; a request or record with a traceparent decides itself",
            false,
            TraceConfig::ratio);

    public static final List<Setting<?>> SETTINGS = List.of(ENDPOINT, RATIO);

    public static TraceConfig from(Settings settings) {
        return new TraceConfig(settings.get(ENDPOINT).orElse(null), settings.get(RATIO));
    }

    private static Optional<URI> endpoint(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var uri = URI.create(text);
        var http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("must be an http or https URL of a host, without user and query");
        }
        return Optional.of(uri);
    }

    private static double ratio(String text) {
        try {
            var ratio = Double.parseDouble(text.strip());
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number from 0 to 1", e);
        }
        throw new IllegalArgumentException("must be a number from 0 to 1");
    }
}
