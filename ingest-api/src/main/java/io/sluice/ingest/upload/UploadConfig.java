package io.sluice.ingest.upload;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.config.SharedSettings;
import io.sluice.imaging.ImageLimits;
import io.sluice.ingest.upload.admission.AdmissionConfig;
import io.sluice.service.FoundationConfig;
import java.util.List;

/// The limits of uploads.
///
/// @param maxFileBytes  maximum size of a file
/// @param maxPixels     maximum pixels of an image in a form with several
/// @param maxConcurrent maximum request bodies that are read at once
public record UploadConfig(long maxFileBytes, long maxPixels, int maxConcurrent, AdmissionConfig admission) {

    public static final Setting<Long> MAX_CONCURRENT = Setting.number(
            "SLUICE_MAX_CONCURRENT_UPLOADS",
            64,
            1,
            10_000,
            "maximum uploads whose bodies are read at once, at most half of them of one organization; further ones get"
                    + " status 429");

    public static final List<Setting<?>> SETTINGS = FoundationConfig.distinct(
            List.of(SharedSettings.MAX_FILE_BYTES, SharedSettings.MAX_PIXELS, MAX_CONCURRENT),
            AdmissionConfig.SETTINGS);

    public UploadConfig {
        if (maxFileBytes < 1 || maxPixels < 1 || maxConcurrent < 1) {
            throw new IllegalArgumentException("limits must be positive: file bytes " + maxFileBytes + ", pixels "
                    + maxPixels + ", uploads " + maxConcurrent);
        }
    }

    public static UploadConfig from(Settings settings) {
        return new UploadConfig(
                settings.get(SharedSettings.MAX_FILE_BYTES),
                settings.get(SharedSettings.MAX_PIXELS),
                settings.get(MAX_CONCURRENT).intValue(),
                AdmissionConfig.from(settings));
    }

    /// Returns the limits for checking a form with several images, which decodes nothing.
    public ImageLimits imageLimits() {
        return new ImageLimits(maxPixels, maxFileBytes, ImageLimits.DEFAULTS.decodeTimeout());
    }
}
