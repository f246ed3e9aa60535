package io.sluice.store;

import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import okhttp3.OkHttpClient;

/// Whose requests the S3 server gets.
sealed interface S3Credentials {

    /// Keys that were configured.
    record Keys(String accessKey, String secretKey) implements S3Credentials {
        @Override
        public String toString() {
            return "Keys[accessKey=" + accessKey + ", secretKey=(hidden)]";
        }
    }

    /// Those of the surroundings: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, else the role of the container, the
    /// service account or the machine, whose keys are fetched and renewed as they expire.
    record OfSurroundings() implements S3Credentials {}

    static S3Credentials of(StoreConfig config) {
        return config.accessKey().isEmpty() ? new OfSurroundings() : new Keys(config.accessKey(), config.secretKey());
    }

    /// @param http makes the requests for the role's keys
    default Provider provider(OkHttpClient http) {
        return switch (this) {
            case Keys(var accessKey, var secretKey) -> new StaticProvider(accessKey, secretKey, null);
            case OfSurroundings() -> new ChainedProvider(new AwsEnvironmentProvider(), new IamAwsProvider(null, http));
        };
    }
}
