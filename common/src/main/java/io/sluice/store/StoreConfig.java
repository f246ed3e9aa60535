package io.sluice.store;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// Which object store to use.
///
/// @param accessKey S3 access key, empty for files
/// @param secretKey S3 secret key, empty for files
public record StoreConfig(StoreLocation location, String accessKey, String secretKey) {

    public static final Setting<StoreLocation> URI = new Setting<>(
            "SLUICE_STORE_URI",
            "",
            "where objects are kept: file:/path or s3://bucket?endpoint=http://host:9000&region=us-east-1"
                    + "&path-style=true; the folder blobs of the data directory when unset",
            false,
            StoreLocation::parse);

    public static final Setting<String> ACCESS_KEY =
            Setting.text("SLUICE_S3_ACCESS_KEY", "", "access key of the S3 server");

    public static final Setting<String> SECRET_KEY = Setting.secret("SLUICE_S3_SECRET_KEY", "its secret key");

    public static final List<Setting<?>> SETTINGS = List.of(URI, ACCESS_KEY, SECRET_KEY);

    public static final StoreConfig DEFAULTS = new StoreConfig(new StoreLocation.DataDirectory(), "", "");

    /// Reads the settings; a bucket without keys is reported as a problem.
    public static StoreConfig from(Settings settings) {
        var config = new StoreConfig(settings.get(URI), settings.get(ACCESS_KEY), settings.get(SECRET_KEY));
        if (config.location instanceof StoreLocation.Bucket
                && (config.accessKey.isEmpty() || config.secretKey.isEmpty())) {
            settings.problem(URI.key() + " names a bucket, so " + ACCESS_KEY.key() + " and " + SECRET_KEY.key()
                    + " must be set");
        }
        return config;
    }

    @Override
    public String toString() {
        return "StoreConfig[location=" + location + ", accessKey=" + accessKey + ", secretKey=(hidden)]";
    }
}
