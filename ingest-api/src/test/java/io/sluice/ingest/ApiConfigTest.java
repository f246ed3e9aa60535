package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.account.SecretSeal;
import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import io.sluice.image.FileLimit;
import io.sluice.ingest.access.AccessConfig;
import io.sluice.ingest.access.OrganizationCreators;
import io.sluice.ingest.access.RootKey;
import io.sluice.ingest.door.ListenerConfig;
import io.sluice.ingest.place.LeastRate;
import io.sluice.ingest.place.TransferConfig;
import io.sluice.ingest.preview.PreviewConfig;
import io.sluice.ingest.tls.TlsFiles;
import io.sluice.ingest.token.TokenKey;
import io.sluice.ingest.upload.UploadConfig;
import io.sluice.ingest.upload.admission.AdmissionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiConfigTest {

    private static final AdmissionConfig ADMISSION = new AdmissionConfig(100_000, Duration.ofMinutes(10), 0, 200);

    @Test
    void hasDefaults() {
        assertThat(ApiConfig.from(new Settings(Map.of())))
                .isEqualTo(new ApiConfig(
                        new ListenerConfig("127.0.0.1", 8080, Duration.ofSeconds(30), null),
                        new AccessConfig(RootKey.NONE, Optional.empty(), 10, Set.of(), Optional.empty()),
                        new UploadConfig(FileLimit.DEFAULT_BYTES, FileLimit.DEFAULT_PIXELS, 64, ADMISSION),
                        TransferConfig.DEFAULTS,
                        PreviewConfig.DEFAULTS,
                        SecretSeal.NONE,
                        Duration.ofSeconds(60),
                        Duration.ZERO));
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.ofEntries(
                Map.entry("SLUICE_HTTP_HOST", "127.0.0.1"),
                Map.entry("SLUICE_HTTP_PORT", "9090"),
                Map.entry("SLUICE_SYNC_TIMEOUT", "5s"),
                Map.entry("SLUICE_MAX_VIEW_AGE", "9s"),
                Map.entry("SLUICE_HTTP_IDLE_TIMEOUT", "7s"),
                Map.entry("SLUICE_MAX_FILE_BYTES", "1000"),
                Map.entry("SLUICE_MAX_CONCURRENT_UPLOADS", "3"),
                Map.entry("SLUICE_HTTP_MIN_RATE", "11"),
                Map.entry("SLUICE_HTTP_MAX_BODY_TIME", "12s"),
                Map.entry("SLUICE_MAX_CONCURRENT_REQUESTS", "13"),
                Map.entry("SLUICE_MAX_PIXELS", "2000"),
                Map.entry("SLUICE_ROOT_API_KEY", "0123456789abcdef"),
                Map.entry("SLUICE_WEBHOOK_KEY", "a key that nobody ever guesses at all"),
                Map.entry("SLUICE_FOUNDING", "members"),
                Map.entry("SLUICE_SIGN_UPS_AN_HOUR", "3"),
                Map.entry("SLUICE_HTTP_CORS_ORIGINS", "https://app.example.com"),
                Map.entry("SLUICE_TOKEN_KEY", "another key that nobody ever guesses"),
                Map.entry("SLUICE_PREVIEW_CELLS", "3"),
                Map.entry("SLUICE_PREVIEW_WAIT", "4s"),
                Map.entry("SLUICE_HTTP_TLS_CERTIFICATE", "/etc/tls/chain.pem"),
                Map.entry("SLUICE_HTTP_TLS_KEY", "/etc/tls/key.pem")));

        assertThat(ApiConfig.from(settings))
                .isEqualTo(new ApiConfig(
                        new ListenerConfig(
                                "127.0.0.1",
                                9090,
                                Duration.ofSeconds(7),
                                new TlsFiles(Path.of("/etc/tls/chain.pem"), Path.of("/etc/tls/key.pem"))),
                        new AccessConfig(
                                RootKey.of("0123456789abcdef"),
                                Optional.of(OrganizationCreators.MEMBERS),
                                3,
                                Set.of("https://app.example.com"),
                                Optional.of(TokenKey.of("another key that nobody ever guesses"))),
                        new UploadConfig(1000, 2000, 3, ADMISSION),
                        new TransferConfig(
                                new LeastRate(11, LeastRate.DEFAULT.allowance()), Duration.ofSeconds(12), 13),
                        new PreviewConfig(3, Duration.ofSeconds(4)),
                        SecretSeal.of("a key that nobody ever guesses at all"),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(9)));
        settings.check();
        assertThat(settings.effective()).hasSameSizeAs(ApiConfig.SETTINGS);
    }

    @Test
    void neverPrintsTheRootKey() {
        var settings = new Settings(Map.of("SLUICE_ROOT_API_KEY", "0123456789abcdef"));

        assertThat(ApiConfig.from(settings).toString()).doesNotContain("0123456789abcdef");
        assertThat(settings.effective().toString()).doesNotContain("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SLUICE_FOUNDING             | everybody                        | must be operator or members
                    SLUICE_HTTP_CORS_ORIGINS    | app.example.com                  | must be origins such as
                    SLUICE_HTTP_CORS_ORIGINS    | https://app.example.com/path     | without a path
                    SLUICE_HTTP_CORS_ORIGINS    | https://a.example.com,ftp://b.co | contains ftp://b.co
                    SLUICE_HTTP_CORS_ORIGINS    | https://me@app.example.com       | must be origins such as
                    SLUICE_TOKEN_KEY            | too short                        | must have at least 32 characters
                    SLUICE_HTTP_TLS_CERTIFICATE | chain.pem                        | set both or neither
                    """)
    void saysWhatIsWrongWithASetting(String key, String value, String message) {
        var settings = new Settings(Map.of(key, value));

        ApiConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @Test
    void refusesARootKeyThatCanBeGuessedWithoutPrintingIt() {
        var settings = new Settings(Map.of("SLUICE_ROOT_API_KEY", "secret"));

        ApiConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_ROOT_API_KEY")
                .hasMessageContaining("at least 16 characters")
                .hasMessageNotContaining("=secret");
    }
}
