package io.sluice.store.s3;

import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import io.sluice.store.StoreConfig;
import okhttp3.OkHttpClient;

/// The credentials of requests to the S3 server.
public sealed interface S3Credentials {

    /// Configured keys.
    record Keys(String accessKey, String secretKey) implements S3Credentials {
        @Override
        public String toString() {
            return "Keys[accessKey=" + accessKey + ", secretKey=(hidden)]";
        }
    }

    /// Credentials of the environment: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, else the role of the
    /// container, the service account or the machine, whose keys are fetched and renewed as they expire.
    record OfEnvironment() implements S3Credentials {}

    static S3Credentials of(StoreConfig config) {
        return config.accessKey().isEmpty() ? new OfEnvironment() : new Keys(config.accessKey(), config.secretKey());
    }

    /// Creates the provider of the keys.
    /// @param http sends the requests for the role's keys
    default Provider provider(OkHttpClient http) {
        return switch (this) {
            case Keys(var accessKey, var secretKey) -> new StaticProvider(accessKey, secretKey, null);
            case OfEnvironment() -> new ChainedProvider(new AwsEnvironmentProvider(), new IamAwsProvider(null, http));
        };
    }
}
