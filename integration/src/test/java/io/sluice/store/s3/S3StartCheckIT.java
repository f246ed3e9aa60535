package io.sluice.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.StoreLocation;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import io.sluice.store.s3.S3Filter.Answer;
import io.sluice.store.s3.S3Filter.Forward;
import io.sluice.store.s3.S3Filter.Rule;
import io.sluice.testsupport.CapturedLogs;
import io.sluice.testsupport.S3TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The check of S3 servers at the start, of two servers by different authors behind a filter.
@Isolated // captures the log
class S3StartCheckIT {

    private static final String BUCKET = "sluice-test";
    private static final Rule NO_RULE = _ -> new Forward("");

    @TempDir
    static Path folder;

    private static S3TestServer s3proxy;
    private static S3MockServer s3mock;

    enum Server {
        S3PROXY,
        S3MOCK;

        int port() {
            return this == S3PROXY ? s3proxy.port() : s3mock.port();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        s3mock = S3MockServer.start(folder, BUCKET);
        s3proxy = S3TestServer.startUnsigned(folder.resolve("s3proxy"), BUCKET);
    }

    @AfterAll
    static void stop() {
        s3mock.close();
        s3proxy.close();
    }

    private static ObjectStore open(int port, String bucket, boolean creates) {
        var location = StoreLocation.parse("s3://" + bucket + "?endpoint=http://127.0.0.1:" + port);
        return ObjectStores.open(new StoreConfig(location, "access", "secret", creates), folder);
    }

    /// The features that the log names as missing.
    private static List<String> lacking(ObjectStore store) {
        try (var logs = new CapturedLogs()) {
            store.examine();
            return logs.events().stream()
                    .filter(event -> event.getMessage().equals("object store lacks a feature"))
                    .map(event -> event.getKeyValuePairs().get(1).value + " costs "
                            + event.getKeyValuePairs().get(2).value)
                    .toList();
        }
    }

    private static String line(S3Feature feature) {
        return feature.title() + " costs " + feature.cost();
    }

    @Test
    void findsAllFeaturesOfACompleteServerAndRemovesItsObjects() {
        try (var store = open(s3proxy.port(), BUCKET, false)) {
            assertThat(lacking(store)).isEmpty();
            try (var left = store.list(S3StartCheck.PREFIX)) {
                assertThat(left).isEmpty();
            }
        }
    }

    /// S3Mock does not compare a checksum with the bytes if the request also names the algorithm, as the client's do.
    @Test
    void namesTheFeatureThatAServerLacksByItself() {
        try (var store = open(s3mock.port(), BUCKET, false)) {
            assertThat(lacking(store)).containsExactly(line(S3Feature.CHECKSUMS));
            try (var left = store.list(S3StartCheck.PREFIX)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(S3Feature.class)
    void worksWithoutAFeatureAndNamesItWithItsCost(S3Feature feature) throws Exception {
        var header = feature.title().replaceAll(".*\\((.*)\\)", "$1").toLowerCase(Locale.ROOT);
        try (var filter = S3Filter.start(s3proxy.port(), _ -> new Forward(header));
                var store = open(filter.port(), BUCKET, false)) {
            assertThat(lacking(store)).containsExactly(line(feature));

            works(store);
        }
    }

    @Test
    void worksWithoutFeaturesThatAServerRefuses() throws Exception {
        Rule rule = exchange -> Stream.of("Range", "x-amz-copy-source", "If-None-Match")
                        .anyMatch(exchange.getRequestHeaders()::containsKey)
                ? Answer.error(501, "NotImplemented", "says the filter")
                : new Forward("x-amz-checksum");
        try (var filter = S3Filter.start(s3mock.port(), rule);
                var store = open(filter.port(), BUCKET, false)) {
            assertThat(lacking(store))
                    .containsExactlyElementsOf(Stream.of(S3Feature.values())
                            .map(S3StartCheckIT::line)
                            .toList());

            works(store);
        }
    }

    /// Reads a range and copies, over more than one part.
    private static void works(ObjectStore store) throws IOException {
        var acme = new Organization("acme");
        var bytes = new byte[S3BlobWriter.PART_BYTES + 100];
        bytes[S3BlobWriter.PART_BYTES] = 7;
        var original = BlobKey.unique(acme);
        var keys = store.uniqueKeys(acme, 2);
        var copies = Map.of(keys.getFirst(), original, keys.getLast(), original);
        try (var writer = store.write(original)) {
            writer.write(bytes);
            writer.complete();
        }

        var result = store.copyAll(copies);

        assertThat(result.done()).isEqualTo(copies.keySet());
        for (var copy : copies.keySet()) {
            assertThat(store.size(copy)).isEqualTo(bytes.length);
            try (var range = store.read(copy, S3BlobWriter.PART_BYTES, 3)) {
                assertThat(range.readAllBytes()).containsExactly(7, 0, 0);
            }
            store.delete(copy);
        }
        store.delete(original);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of(
                        Rule.answer("POST", "uploads", Answer.error(501, "NotImplemented", "no")), "multipart uploads"),
                Arguments.of(
                        Rule.answer("GET", "", new Answer(200, Map.of("ETag", "\"x\""), "something else")),
                        "reading an object as it was written"),
                Arguments.of(
                        Rule.answer("GET", "", Answer.error(404, "NoSuchKey", "not yet there")), "reads (GetObject)"),
                Arguments.of(Rule.answer("DELETE", "", new Answer(204, Map.of(), "")), "deletions (DeleteObject)"));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void refusesAServerThatLacksWhatCannotBeReplaced(Rule rule, String expected) throws Exception {
        try (var filter = S3Filter.start(s3proxy.port(), rule);
                var store = open(filter.port(), BUCKET, false)) {
            assertThatThrownBy(store::examine)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the S3 server at http://127.0.0.1:" + filter.port()
                            + " cannot be used, as it lacks " + expected)
                    .message()
                    .isNotEmpty()
                    .doesNotContain("\n");
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(403, "InvalidAccessKeyId", "no such key", "check SLUICE_S3_ACCESS_KEY and"),
                Arguments.of(403, "SignatureDoesNotMatch", "differs", "check SLUICE_S3_ACCESS_KEY and"),
                Arguments.of(403, "AccessDenied", "no", "they need s3:ListBucket for bucket sluice-test"),
                Arguments.of(403, "RequestTimeTooSkewed", "late", "set the clock of this machine"),
                Arguments.of(
                        400,
                        "AuthorizationHeaderMalformed",
                        "the region 'us-east-1' is wrong; expecting 'eu-central-1'",
                        "is not in region us-east-1 (AuthorizationHeaderMalformed): set region=eu-central-1 in"
                                + " SLUICE_STORE_URI"),
                Arguments.of(301, "PermanentRedirect", "elsewhere", "set region=… in SLUICE_STORE_URI"),
                Arguments.of(404, "NoSuchBucket", "none", "there is no bucket sluice-test: check SLUICE_STORE_URI"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysInOneLineWhatToDoWhenTheServerRefuses(int status, String code, String message, String expected)
            throws Exception {
        try (var filter = S3Filter.start(s3mock.port(), _ -> Answer.error(status, code, message));
                var store = open(filter.port(), BUCKET, false)) {
            assertThatThrownBy(store::examine)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining(expected)
                    .message()
                    .isNotEmpty()
                    .doesNotContain("\n");
        }
    }

    @Test
    void namesTheRegionThatTheServerNamesInAHeader() throws Exception {
        var elsewhere = new Answer(
                301,
                Map.of("x-amz-bucket-region", "ap-south-1", "Content-Type", "application/xml"),
                "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>");
        try (var filter = S3Filter.start(s3mock.port(), _ -> elsewhere);
                var store = open(filter.port(), BUCKET, false)) {
            assertThatThrownBy(store::examine).hasMessageContaining("set region=ap-south-1 in SLUICE_STORE_URI");
        }
    }

    @Test
    void namesThePermissionsThatAreMissingOnlyForWrites() throws Exception {
        try (var filter =
                        S3Filter.start(s3mock.port(), Rule.answer("PUT", "", Answer.error(403, "AccessDenied", "no")));
                var store = open(filter.port(), BUCKET, false)) {
            assertThatThrownBy(store::examine)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("cannot write sluice-test/blobs/_probe/")
                    .hasMessageContaining("s3:PutObject");
        }
    }

    @Test
    void saysWhatToDoWhenTheBucketCannotBeCreated() throws Exception {
        try (var filter =
                        S3Filter.start(s3mock.port(), Rule.answer("PUT", "", Answer.error(403, "AccessDenied", "no")));
                var store = open(filter.port(), "sluice-missing", true)) {
            assertThatThrownBy(store::examine)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("there is no bucket sluice-missing, and the credentials may not create it");
        }
    }

    @Test
    void recognizesAWrongSecretKeyOfAServerThatChecksSignatures() {
        try (var server = S3TestServer.start(folder.resolve("signed"), BUCKET)) {
            var location = StoreLocation.parse("s3://" + BUCKET + "?endpoint=http://127.0.0.1:" + server.port());
            try (var wrong = ObjectStores.open(new StoreConfig(location, "access", "wrong", false), folder)) {
                assertThatThrownBy(wrong::examine)
                        .isInstanceOf(StoreRefusedException.class)
                        .hasMessageContaining("check SLUICE_S3_ACCESS_KEY and SLUICE_S3_SECRET_KEY");
            }
        }
    }

    @Test
    void namesTheEndpointOfAServerThatCannotBeReached() {
        try (var store = open(1, BUCKET, false)) {
            assertThatThrownBy(store::examine)
                    .isExactlyInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("check that the server at http://127.0.0.1:1 runs, and the endpoint in"
                            + " SLUICE_STORE_URI");
        }
    }

    @Test
    void waitsForAServerThatFailsTemporarilyInsteadOfRefusingIt() throws Exception {
        try (var filter = S3Filter.start(
                        s3mock.port(), Rule.answer("POST", "uploads", Answer.error(503, "SlowDown", "busy")));
                var store = open(filter.port(), BUCKET, false)) {
            assertThatThrownBy(store::examine).isExactlyInstanceOf(StoreUnavailableException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void letsSeveralProcessesCheckAndCreateTheBucketAtOnce(Server server) throws Exception {
        var bucket = "sluice-made";
        var checks = new ArrayList<Future<?>>();
        try (var filter = S3Filter.start(server.port(), NO_RULE);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 6; i++) {
                checks.add(pool.submit(() -> {
                    try (var store = open(filter.port(), bucket, true)) {
                        store.examine();
                    }
                }));
            }
            for (var check : checks) {
                assertThat(check.get(30, TimeUnit.SECONDS)).isNull();
            }
            try (var store = open(filter.port(), bucket, false);
                    var left = store.list("")) {
                assertThat(left).isEmpty();
            }
        }
    }
}
