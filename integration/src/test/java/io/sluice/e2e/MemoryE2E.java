package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.Sha1;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.testsupport.UniqueJpegs;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several large uploads at the same time, with a small heap.
@Order(3)
class MemoryE2E {

    private static final long FILE_BYTES = 80_000_000;
    private static final int AT_ONCE = 8;

    @TempDir
    private Path data;

    /// A JPEG followed by zeros, which decoders ignore.
    private static final class LargeJpeg {

        private static final byte[] ZEROS = new byte[1_000_000];

        private final byte[] image = UniqueJpegs.of(100_000).next();
        private final MessageDigest digest = Sha1.digest();

        InputStream open() {
            var missing = FILE_BYTES - image.length;
            var parts = IntStream.rangeClosed(0, (int) (missing / ZEROS.length))
                    .<InputStream>mapToObj(part -> new ByteArrayInputStream(
                            ZEROS, 0, (int) Math.min(ZEROS.length, missing - (long) part * ZEROS.length)))
                    .toList();
            var all = new SequenceInputStream(
                    new ByteArrayInputStream(image), new SequenceInputStream(Collections.enumeration(parts)));
            return new DigestInputStream(all, digest);
        }

        /// Returns the hash of the bytes read so far.
        String sha1() {
            return Sha1.hex(digest);
        }
    }

    private record Uploaded(Answer answer, String sha1) {}

    @Test
    void processesEightFilesThatAreLargerTogetherThanTheHeap() throws Exception {
        try (var server = ServeProcess.start(data, List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"), Map.of());
                var client = new SluiceClient(server.endpoint());
                var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            Callable<Uploaded> upload = () -> {
                var file = new LargeJpeg();
                var form = new MultipartForm().part("filedata", "large.jpg", BodyPublishers.ofInputStream(file::open));
                return new Uploaded(client.upload(form), file.sha1());
            };
            var uploads = threads.invokeAll(
                    IntStream.range(0, AT_ONCE).mapToObj(_ -> upload).toList());

            for (var uploaded : uploads) {
                var image = uploaded.get().answer().expect(200).json().at("/items/0");
                assertThat(image.path("size").asLong()).isEqualTo(FILE_BYTES);
                assertThat(image.path("binary_hash").asText())
                        .isEqualTo(uploaded.get().sha1());
            }
            var first = uploads.getFirst().get();
            var hash = first.answer().json().at("/items/0/hash").asText();
            assertThat(sha1(client.open(hash))).isEqualTo(first.sha1());
        }
    }

    private static String sha1(InputStream content) throws Exception {
        var digest = Sha1.digest();
        try (var in = new DigestInputStream(content, digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha1.hex(digest);
    }
}
