package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import io.sluice.store.s3.S3Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConfigTest {

    @Test
    void keepsObjectsInTheDataDirectoryByDefault() {
        assertThat(StoreConfig.from(new Settings(Map.of()))).isEqualTo(StoreConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_STORE_URI",
                "s3://images?endpoint=http://minio:9000&region=eu-central-1&path-style=false",
                "SLUICE_S3_ACCESS_KEY",
                "me",
                "SLUICE_S3_SECRET_KEY",
                "hush",
                "SLUICE_S3_CREATE_BUCKET",
                "true"));

        var config = StoreConfig.from(settings);

        settings.check();
        assertThat(config)
                .isEqualTo(new StoreConfig(
                        new StoreLocation.Bucket("images", URI.create("http://minio:9000"), "eu-central-1", false),
                        "me",
                        "hush",
                        true));
        assertThat(config.toString()).doesNotContain("hush");
        assertThat(settings.effective().toString()).doesNotContain("hush");
    }

    @Test
    void usesPathStyleForAnEndpointAndHostStyleForAws() {
        assertThat(StoreLocation.parse("s3://images?endpoint=http://minio:9000"))
                .isEqualTo(new StoreLocation.Bucket("images", URI.create("http://minio:9000"), "us-east-1", true));
        assertThat(StoreLocation.parse("s3://images?region=eu-west-1"))
                .isEqualTo(
                        new StoreLocation.Bucket("images", URI.create("https://s3.amazonaws.com"), "eu-west-1", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/var/blobs", "file:///var/blobs"})
    void acceptsAFolder(String uri) {
        assertThat(StoreLocation.parse(uri)).isEqualTo(new StoreLocation.Folder(Path.of("/var/blobs")));
    }

    @Test
    void acceptsARelativeFolder() {
        assertThat(StoreLocation.parse("file:data/blobs")).isEqualTo(new StoreLocation.Folder(Path.of("data/blobs")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blobs",
                "file:",
                "gs://bucket",
                "s3:bucket",
                "s3://bucket?endpoint=minio",
                "s3://bucket?endpoint=ftp://minio",
                "s3://bucket?path-style=yes",
                "s3://bucket?typo=1",
                "s3://bucket?endpoint",
                "s3://b u"
            })
    void refusesInvalidValues(String uri) {
        assertThatThrownBy(() -> StoreLocation.parse(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void usesTheKeysOfTheEnvironmentByDefault() {
        var settings = new Settings(Map.of("SLUICE_STORE_URI", "s3://images"));

        var config = StoreConfig.from(settings);

        settings.check();
        assertThat(S3Credentials.of(config)).isEqualTo(new S3Credentials.OfEnvironment());
    }

    @Test
    void requiresBothKeysOrNone() {
        var settings = new Settings(Map.of("SLUICE_STORE_URI", "s3://images", "SLUICE_S3_ACCESS_KEY", "me"));

        StoreConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_S3_SECRET_KEY");
    }
}
