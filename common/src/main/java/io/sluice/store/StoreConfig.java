package io.sluice.store;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// The configuration of the object store.
///
/// @param accessKey     S3 access key; empty for files, and when the environment provides the keys
/// @param secretKey     S3 secret key; empty when the access key is
/// @param createsBucket whether a missing bucket is created
public record StoreConfig(StoreLocation location, String accessKey, String secretKey, boolean createsBucket) {

    public static final Setting<StoreLocation> URI = new Setting<>(
            "SLUICE_STORE_URI",
            "",
            "location of the objects: file:/path or s3://bucket?endpoint=http://host:9000&region=us-east-1"
                    + "&path-style=true (default: the folder blobs of the data directory)",
            false,
            StoreLocation::parse);

    public static final Setting<String> ACCESS_KEY = Setting.text(
            "SLUICE_S3_ACCESS_KEY",
            "",
            "access key of the S3 server (default: AWS_ACCESS_KEY_ID, else the machine's role)");

    public static final Setting<String> SECRET_KEY =
            Setting.secret("SLUICE_S3_SECRET_KEY", "secret key of the S3 server");

    public static final Setting<Boolean> CREATE_BUCKET =
            Setting.flag("SLUICE_S3_CREATE_BUCKET", false, "whether to create a missing bucket");

    public static final List<Setting<?>> SETTINGS = List.of(URI, ACCESS_KEY, SECRET_KEY, CREATE_BUCKET);

    public static final StoreConfig DEFAULTS = new StoreConfig(new StoreLocation.DataDirectory(), "", "", false);

    /// Reads the settings; reports a problem when only one of the keys is set.
    public static StoreConfig from(Settings settings) {
        var config = new StoreConfig(
                settings.get(URI), settings.get(ACCESS_KEY), settings.get(SECRET_KEY), settings.get(CREATE_BUCKET));
        if (config.accessKey.isEmpty() != config.secretKey.isEmpty()) {
            settings.problem(ACCESS_KEY.key() + " and " + SECRET_KEY.key()
                    + " belong together: set both, or none to use the keys of the environment");
        }
        return config;
    }

    @Override
    public String toString() {
        return "StoreConfig[location=" + location + ", accessKey=" + accessKey + ", secretKey=(hidden), createsBucket="
                + createsBucket + ']';
    }
}
