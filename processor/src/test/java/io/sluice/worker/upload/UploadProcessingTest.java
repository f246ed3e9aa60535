package io.sluice.worker.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.Bytes;
import io.sluice.command.RegistrationCommand.Register;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.fetch.FetchConfig;
import io.sluice.fetch.UrlFetcher;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageFormat;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.image.UserMetadata;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.Target;
import io.sluice.operation.OperationId;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.builder.UploadBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadProcessingTest {

    private static final Organization ACME = new Organization("acme");
    private static final byte[] CONTENT = "bytes of an image".getBytes(UTF_8);
    private static final BlobKey STAGED = BlobKey.unique(ACME);
    private static final int MAX_BYTES = 1_000;

    private final MemoryStore store = new MemoryStore();

    /// Knows one image, of a format that tests choose, and calls all else unsupported.
    private ImageFormat format = ImageFormat.JPEG;

    private Identify identify = bytes -> {
        var seen = ByteBuffer.allocate((int) bytes.size());
        bytes.read(0, seen);
        return new String(seen.array(), UTF_8).contains("image")
                ? new Identified(format, 30, 20, true, 1, 1, Pixels.RGB)
                : new Identification.Refused(new Rejection.UnsupportedFormat("text"));
    };

    private Convert convert = (source, _, target, destination) -> {
        Files.writeString(destination, target + " of " + Files.readString(source));
        return new Conversion.Converted(
                target == Target.PNG ? ImageFormat.PNG : ImageFormat.WEBP,
                Files.size(destination),
                30,
                20,
                false,
                "d".repeat(64),
                List.of("only the first page was converted"));
    };

    @TempDir
    Path directory;

    private UrlFetcher fetcher;

    @BeforeEach
    void startFetcher() {
        fetcher = UrlFetcher.start(
                new FetchConfig(true, Duration.ofSeconds(10), 1, Set.of()), MAX_BYTES, Clock.systemUTC());
    }

    @AfterEach
    void leavesNoWorkFiles() throws IOException {
        fetcher.close();
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void registersAStagedBlobAsItIs() {
        store.put(STAGED, CONTENT);

        var register = stored(run(staged(OptimizeSource.PNG)), List.of());

        assertThat(register.content().blob()).isEqualTo(STAGED);
        assertThat(register.binaryHash()).isEqualTo(sha1(CONTENT));
        assertThat(register.content().size()).isEqualTo(CONTENT.length);
        assertThat(register.content().format()).isEqualTo(ImageFormat.JPEG);
        assertThat(register.content().width()).isEqualTo(30);
        assertThat(register.content().height()).isEqualTo(20);
        assertThat(register.content().animated()).isTrue();
        assertThat(register.name()).isEqualTo("photo.jpg");
        assertThat(register.operation()).isEqualTo(new OperationId("op-1"));
        assertThat(register.trail().stages()).containsKeys("fetch", "identify");
        assertThat(store.keys()).containsOnly(STAGED);
    }

    @Test
    void refusesAndPurgesAStagedBlobThatIsNotAnImage() {
        store.put(STAGED, "nothing but words".getBytes(UTF_8));

        assertThat(run(staged(OptimizeSource.NONE)))
                .isEqualTo(new UploadResult.Refused(new Rejection.UnsupportedFormat("text"), List.of(STAGED)));
    }

    @Test
    void refusesAMissingStagedBlob() {
        assertThat(run(staged(OptimizeSource.NONE)))
                .isEqualTo(new UploadResult.Refused(new Rejection.BlobMissing(STAGED.value()), List.of()));
    }

    @Test
    void refusesTheStagedBlobOfAnotherOrganization() {
        var foreign = BlobKey.unique(new Organization("other"));
        store.put(foreign, CONTENT);

        var result = run(command(new Source.Staged(foreign, sha1(CONTENT), CONTENT.length), OptimizeSource.NONE));

        assertThat(result).isInstanceOfSatisfying(UploadResult.Refused.class, refused -> {
            assertThat(refused.reason()).isInstanceOf(Rejection.MalformedCommand.class);
            assertThat(refused.unneeded()).isEmpty();
        });
    }

    @Test
    void keepsTheStagedBlobWhenTheStoreFails() {
        store.put(STAGED, CONTENT);
        store.goDown();

        assertThat(run(staged(OptimizeSource.NONE)))
                .isInstanceOfSatisfying(
                        UploadResult.Deferred.class,
                        deferred -> assertThat(deferred.unneeded()).isEmpty());
    }

    @Test
    void storesInlineBytesInANewBlob() {
        var register = stored(run(inline(CONTENT)), List.of());

        assertThat(store.keys()).containsOnly(register.content().blob());
        assertThat(register.content().blob().belongsTo(ACME)).isTrue();
        assertThat(store.bytes(register.content().blob())).isEqualTo(CONTENT);
        assertThat(register.binaryHash()).isEqualTo(sha1(CONTENT));
    }

    @Test
    void refusesInlineBytesThatAreNotAnImageAndPurgesTheBlob() {
        var result = run(inline("text".getBytes(UTF_8)));

        assertThat(result)
                .isInstanceOfSatisfying(
                        UploadResult.Refused.class,
                        refused -> assertThat(store.keys()).hasSameElementsAs(refused.unneeded()));
    }

    @Test
    void refusesEmptyInlineBytes() {
        assertThat(run(inline(new byte[0]))).isEqualTo(new UploadResult.Refused(new Rejection.EmptyFile(), List.of()));
    }

    @Test
    void refusesMoreMetadataThanAnImageCanHave() {
        var much = new UserMetadata(new TreeMap<>(Map.of("text", TextNode.valueOf("x".repeat(300_000)))));
        var command = UploadBuilder.upload("op-1", ACME, new Source.Inline(Bytes.of(CONTENT)))
                .userMetadata(much)
                .build();

        assertThat(run(command)).isInstanceOfSatisfying(UploadResult.Refused.class, refused -> {
            assertThat(refused.reason().message()).contains("user_metadata", "262144");
            assertThat(store.keys()).hasSameElementsAs(refused.unneeded());
        });
    }

    @Test
    void refusesTooManyInlineBytes() {
        assertThat(run(inline(new byte[MAX_BYTES + 1])))
                .isEqualTo(new UploadResult.Refused(new Rejection.TooLarge(MAX_BYTES), List.of()));
    }

    @Test
    void copiesAnObjectOfAnotherOwner() {
        var theirs = new BlobKey("imports/2026/photo.tif");
        store.put(theirs, CONTENT);

        var command = command(new Source.StoredObject(theirs), OptimizeSource.NONE, null);
        var register = stored(run(command), List.of());

        assertThat(register.content().blob()).isNotEqualTo(theirs);
        assertThat(store.keys()).containsOnly(theirs, register.content().blob());
        assertThat(register.binaryHash()).isEqualTo(sha1(CONTENT));
        assertThat(register.name()).isEqualTo("photo.tif");
    }

    @Test
    void neverCopiesABlobOfAnotherOrganization() {
        var foreign = BlobKey.unique(new Organization("other"));
        store.put(foreign, CONTENT);

        assertThat(run(command(new Source.StoredObject(foreign), OptimizeSource.NONE)))
                .isEqualTo(new UploadResult.Refused(new Rejection.BlobMissing(foreign.value()), List.of()));
    }

    @Test
    void refusesATooLargeObjectBeforeCopyingIt() {
        var theirs = new BlobKey("imports/large");
        store.put(theirs, new byte[MAX_BYTES + 1]);

        assertThat(run(command(new Source.StoredObject(theirs), OptimizeSource.NONE)))
                .isEqualTo(new UploadResult.Refused(new Rejection.TooLarge(MAX_BYTES), List.of()));
        assertThat(store.keys()).containsOnly(theirs);
    }

    @Test
    void storesTheResponseOfAUrl() throws Exception {
        try (var server = LoopbackServer.withFile("/a photo.jpg", CONTENT)) {
            var source = new Source.Url(server.url("/a%20photo.jpg"));

            var register = stored(run(command(source, OptimizeSource.NONE, null)), List.of());

            assertThat(register.name()).isEqualTo("a photo.jpg");
            assertThat(register.binaryHash()).isEqualTo(sha1(CONTENT));
            assertThat(store.bytes(register.content().blob())).isEqualTo(CONTENT);
        }
    }

    @Test
    void leavesNoBlobBehindWhenAUrlFails() {
        var result = run(command(new Source.Url("http://127.0.0.1:1/a.jpg"), OptimizeSource.NONE));

        assertThat(result).isInstanceOfSatisfying(UploadResult.Deferred.class, deferred -> {
            assertThat(deferred.fault()).isInstanceOf(Fault.OfUrl.class);
            assertThat(deferred.unneeded()).isEmpty();
        });
        assertThat(store.keys()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TIFF", "PSD"})
    void convertsTiffAndPsdOnRequestAndPurgesTheOriginal(ImageFormat original) {
        format = original;
        store.put(STAGED, CONTENT);

        var register = stored(run(staged(OptimizeSource.JPEG)), List.of(STAGED));

        assertThat(register.content().format()).isEqualTo(ImageFormat.WEBP);
        assertThat(register.content().opaque()).isFalse();
        assertThat(register.content().animated()).isFalse();
        assertThat(register.content().optimization())
                .isEqualTo(
                        Optimization.converted(original, "d".repeat(64), List.of("only the first page was converted"))
                                .ofBytes(CONTENT.length));
        assertThat(register.binaryHash()).isEqualTo(sha1(CONTENT));
        assertThat(new String(store.bytes(register.content().blob()), UTF_8)).isEqualTo("JPEG of bytes of an image");
        assertThat(register.content().size())
                .isEqualTo(store.size(register.content().blob()));
        assertThat(register.trail().stages()).containsKeys("fetch", "identify", "optimize", "store");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TIFF", "PSD"},
            mode = EnumSource.Mode.EXCLUDE)
    void leavesOtherFormatsByteForByteEvenWhenAsked(ImageFormat original) {
        format = original;
        store.put(STAGED, CONTENT);

        var register = stored(run(staged(OptimizeSource.PNG)), List.of());

        assertThat(register.content().blob()).isEqualTo(STAGED);
        assertThat(register.content().optimization()).isNull();
    }

    @Test
    void keepsATiffWithoutARequest() {
        format = ImageFormat.TIFF;
        store.put(STAGED, CONTENT);

        assertThat(stored(run(staged(OptimizeSource.NONE)), List.of()).content().format())
                .isEqualTo(ImageFormat.TIFF);
    }

    @Test
    void keepsAnOriginalThatCannotBeConverted() {
        format = ImageFormat.PSD;
        store.put(STAGED, CONTENT);
        convert = (_, _, _, _) -> new Conversion.Refused(new Rejection.ConversionFailed("psd", "no composite"));

        var register = stored(run(staged(OptimizeSource.PNG)), List.of());

        assertThat(register.content().blob()).isEqualTo(STAGED);
        assertThat(register.content().format()).isEqualTo(ImageFormat.PSD);
        assertThat(register.content().size()).isEqualTo(CONTENT.length);
        assertThat(register.content().optimization())
                .isEqualTo(new Optimization(
                        null, null, List.of("the original was kept: no composite"), "no composite", null));
    }

    @Test
    void refusesAnOriginalThatCannotBeConvertedWhenTheOptionsAreStrict() {
        format = ImageFormat.PSD;
        store.put(STAGED, CONTENT);
        var reason = new Rejection.ConversionFailed("psd", "no composite");
        convert = (_, _, _, _) -> new Conversion.Refused(reason);
        var command = command(
                new Source.Staged(STAGED, sha1(CONTENT), CONTENT.length),
                new UploadOptions(false, OptimizeSource.PNG, true, false),
                "photo.psd");

        assertThat(run(command)).isEqualTo(new UploadResult.Refused(reason, List.of(STAGED)));
    }

    @Test
    void defersAnUploadAfterAnInternalErrorAndPurgesTheWrittenBlob() {
        identify = _ -> {
            throw new IllegalStateException("a bug");
        };

        var result = run(inline(CONTENT));

        assertThat(result).isInstanceOfSatisfying(UploadResult.Deferred.class, deferred -> {
            assertThat(deferred.fault().text()).isEqualTo("an internal error");
            assertThat(store.keys()).hasSameElementsAs(deferred.unneeded());
        });
    }

    @Test
    void reportsAnInterruptAndTheWrittenBlobs() {
        format = ImageFormat.TIFF;
        convert = (_, _, _, _) -> {
            throw new InterruptedException();
        };

        var result = run(UploadBuilder.upload("op-1", ACME, new Source.Inline(Bytes.of(CONTENT)))
                .optimize(OptimizeSource.PNG)
                .build());

        assertThat(result)
                .isInstanceOfSatisfying(
                        UploadResult.Interrupted.class,
                        interrupted -> assertThat(store.keys()).hasSameElementsAs(interrupted.unneeded()));
    }

    @Test
    void namesAnImageWithoutANameAfterItsHash() {
        var command = command(new Source.Inline(Bytes.of(CONTENT)), OptimizeSource.NONE, " ");

        assertThat(stored(run(command), List.of()).name()).isEqualTo(sha1(CONTENT) + ".jpg");
    }

    private UploadResult run(UploadCommand command) {
        try {
            var collaborators = new UploadProcessing.Dependencies(
                    store,
                    new SourceStaging(store, fetcher, MAX_BYTES),
                    bytes -> identify.identify(bytes),
                    (source, identified, target, destination) ->
                            convert.convert(source, identified, target, destination),
                    WorkDirectory.open(directory));
            var stages = new StageClock(
                    new WorkerMetrics(new SimpleMeterRegistry()),
                    Clock.systemUTC(),
                    new Trail(Instant.EPOCH, 1, Map.of()));
            return run(new UploadProcessing(collaborators, command, stages));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static UploadResult run(UploadProcessing processing) {
        var step = processing.receive();
        while (true) {
            switch (step) {
                case UploadStep.Received received -> step = processing.identify(received);
                case UploadStep.Convertible convertible -> step = processing.convert(convertible);
                case UploadStep.Ended(var result) -> {
                    return result;
                }
            }
        }
    }

    private static Register stored(UploadResult result, List<BlobKey> unneeded) {
        assertThat(result).isInstanceOf(UploadResult.Stored.class);
        var stored = (UploadResult.Stored) result;
        assertThat(stored.unneeded()).isEqualTo(unneeded);
        return stored.register();
    }

    private static UploadCommand staged(OptimizeSource optimize) {
        return command(new Source.Staged(STAGED, sha1(CONTENT), CONTENT.length), optimize);
    }

    private static UploadCommand inline(byte[] content) {
        return command(new Source.Inline(Bytes.of(content)), OptimizeSource.NONE);
    }

    private static UploadCommand command(Source source, OptimizeSource optimize) {
        return command(source, optimize, "photo.jpg");
    }

    private static UploadCommand command(Source source, OptimizeSource optimize, @Nullable String name) {
        return command(source, new UploadOptions(false, optimize), name);
    }

    private static UploadCommand command(Source source, UploadOptions options, @Nullable String name) {
        return UploadBuilder.upload("op-1", ACME, source)
                .name(name)
                .options(options)
                .build();
    }

    private static BinaryHash sha1(byte[] content) {
        var digest = Sha1.digest();
        digest.update(content);
        return BinaryHash.of(digest);
    }
}
