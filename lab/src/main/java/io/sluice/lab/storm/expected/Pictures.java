package io.sluice.lab.storm.expected;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.command.Bytes;
import io.sluice.image.BinaryHash;
import io.sluice.image.Sha1;
import io.sluice.testsupport.LoopbackServer;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// The bytes of all images, generated from their ids on demand, and an HTTP server that serves them.
public final class Pictures implements AutoCloseable {

    /// Every image with this number is larger than a part of a multipart upload.
    private static final int LARGE = 64;

    private final List<UniqueJpegs> sizes =
            List.of(UniqueJpegs.of(2_500), UniqueJpegs.of(20_000), UniqueJpegs.of(100_000));
    private final UniqueJpegs large = UniqueJpegs.of(6_000_000);
    private final LoopbackServer web;
    private final Duration lateness;

    private Pictures(Duration lateness) throws IOException {
        this.lateness = lateness;
        this.web = LoopbackServer.start(this::answer);
    }

    public static Pictures serve() throws IOException {
        return serve(Attribute.LATENESS);
    }

    /// @param lateness maximum time after which a change of an image may happen that its client gave up
    public static Pictures serve(Duration lateness) throws IOException {
        return new Pictures(lateness);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var name = exchange.getRequestURI().getPath().substring(1);
            var content = bytes(UUID.fromString(name.substring(0, name.indexOf('.'))));
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    public Picture picture(UUID id) {
        var digest = Sha1.digest();
        digest.update(bytes(id));
        return new Picture(id, BinaryHash.of(digest), lateness);
    }

    public Bytes content(Picture picture) {
        return Bytes.of(bytes(picture.id()));
    }

    /// Returns the URL of an image.
    public URI address(Picture picture) {
        return URI.create(web.url('/' + picture.firstName()));
    }

    private byte[] bytes(UUID id) {
        var dice = id.getLeastSignificantBits();
        return (Math.floorMod(dice, LARGE) == 0 ? large : sizes.get((int) Math.floorMod(dice, (long) sizes.size())))
                .of(id);
    }

    @Override
    public void close() {
        web.close();
    }
}
