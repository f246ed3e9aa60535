package io.sluice.imaging.identify;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileFileTest {

    /// All that is allocated, which is more than what is ever held.
    private static final long MOST_BYTES = 64L << 20;

    /// Further bytes for each byte of the file.
    private static final int FOR_A_BYTE = 8;

    /// What may be allocated between two looks at the count, and for the test itself.
    private static final long SPARE = 4L << 20;

    /// The allocated bytes of each file, printed at the end.
    private static final Map<HostileFile, Long> ALLOCATED = new EnumMap<>(HostileFile.class);

    /// A file may take a second and 50 ns for each byte; this leaves room for what happens between two looks
    /// at the clock.
    private static final Duration DEADLINE = Duration.ofSeconds(4);

    @ParameterizedTest
    @EnumSource
    void isAnsweredInBoundedTimeAndMemory(HostileFile file) {
        var bytes = file.bytes();
        var effort = Effort.toIdentify(bytes);
        switch (effort.result()) {
            case Identified image -> assertThat(image.format()).isEqualTo(file.format());
            // on a busy machine also a sound file may need more than its time
            case Refused(var reason) when reason.message().contains("processor time") -> {}
            case Refused(var reason) ->
                assertThat(file.format()).as(reason.message()).isNull();
        }
        synchronized (ALLOCATED) {
            ALLOCATED.put(file, effort.allocated());
        }
        assertThat(effort.allocated())
                .as("bytes allocated for a file of %s", bytes.length)
                .isLessThan(MOST_BYTES + (long) FOR_A_BYTE * bytes.length + SPARE);
        assertThat(effort.time()).as("processor time").isLessThan(DEADLINE);
    }

    @AfterAll
    static void printTheLargestAllocations() {
        synchronized (ALLOCATED) {
            ALLOCATED.entrySet().stream()
                    .sorted(Map.Entry.<HostileFile, Long>comparingByValue().reversed())
                    .limit(5)
                    .forEach(it -> System.out.printf("%,d bytes allocated for %s%n", it.getValue(), it.getKey()));
        }
    }

    @Test
    void nothingThatAnSvgRefersToIsFetched(@TempDir Path directory) throws IOException {
        var secret = Files.writeString(directory.resolve("secret"), "<!ENTITY e 'x'>");
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            var url = "http://127.0.0.1:" + server.socket().getLocalPort() + "/x";
            for (var place : new String[] {url, secret.toUri().toString()}) {
                assertThatFile(referring(place)).isImage(ImageFormat.SVG, 30, 20);
                assertThatFile(includingTypes(place)).isImage(ImageFormat.SVG, 30, 20);
            }
            assertThat(server.accept()).as("a connection").isNull();
        }
    }

    private static byte[] referring(String place) {
        return ("<?xml-stylesheet href='" + place + "'?><svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'"
                        + " xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:xi='http://www.w3.org/2001/XInclude'>"
                        + "<image xlink:href='" + place + "'/><use href='" + place + "#a'/>"
                        + "<xi:include href='" + place + "' parse='text'/>"
                        + "<style>@import url(" + place + ")</style><script href='" + place + "'/></svg>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] includingTypes(String place) {
        return ("<!DOCTYPE svg SYSTEM '" + place + "' [<!ENTITY % p SYSTEM '" + place + "'>%p;<!ENTITY e SYSTEM '"
                        + place + "'>]><svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'>&e;</svg>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
