package io.sluice.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.config.ConfigurationException;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Json;
import io.sluice.kafka.admin.RecordFormat;
import io.sluice.standalone.backup.Manifest.Sum;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A backup in an object store, which may be a folder. Several backups in one store share their blobs.
///
/// | object | content |
/// |---|---|
/// | `backups/ID/records/TOPIC-PARTITION` | records, see [RecordFile] |
/// | `backups/ID/files/NAME` | a file of the data directory |
/// | `backups/ID/manifest.json` | [Manifest], with the SHA-256 of every other object |
/// | `backups/ID/complete` | SHA-256 of the manifest, written last: without it the backup is unfinished |
/// | `blobs/ORGANIZATION/NAME` | a blob, under the key that it has in the server's store |
/// | `blob-lists/NAME` | SHA-256, length and key of blobs, see [BlobArchive] |
final class Backup {

    private static final String PREFIX = "backups/";
    private static final String COMPLETE = "/complete";

    private final ObjectStore store;
    private final String id;

    Backup(ObjectStore store, String id) {
        this.store = store;
        this.id = id;
    }

    /// Returns the complete backup with the greatest id that begins with a digit, as the time of a backup does.
    static Optional<Backup> latest(ObjectStore store) {
        try (var objects = store.list(PREFIX)) {
            return objects.map(object -> object.key().value())
                    .filter(key -> key.endsWith(COMPLETE) && Character.isDigit(key.charAt(PREFIX.length())))
                    .max(String::compareTo)
                    .map(key -> new Backup(store, key.substring(PREFIX.length(), key.length() - COMPLETE.length())));
        }
    }

    String id() {
        return id;
    }

    ObjectStore store() {
        return store;
    }

    /// Returns the SHA-256 of the manifest, unless the backup is unfinished.
    Optional<String> identity() {
        try (var in = store.read(key("complete"))) {
            return Optional.of(new String(in.readAllBytes(), UTF_8).strip());
        } catch (BlobNotFoundException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable("complete", e);
        }
    }

    /// Writes the manifest, which completes the backup.
    void complete(Manifest manifest) {
        try {
            byte[] json = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
            put(key("manifest.json"), json);
            put(key("complete"), hex(sha256().digest(json)).getBytes(UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is JSON", e);
        }
    }

    /// Reads the manifest.
    ///
    /// @throws CommandFailure         when it is missing, damaged or of a newer release
    /// @throws ConfigurationException when its records are of a newer release
    Manifest manifest() {
        var expected = identity()
                .orElseThrow(() -> new CommandFailure("the backup " + id + " does not exist or is unfinished"));
        byte[] json;
        try (var in = store.read(key("manifest.json"))) {
            json = in.readAllBytes();
        } catch (BlobNotFoundException | IOException e) {
            throw unreadable("manifest.json", e);
        }
        if (!hex(sha256().digest(json)).equals(expected)) {
            throw damaged(key("manifest.json").value(), "its SHA-256 is not that of the object complete");
        }
        try {
            var format = Json.MAPPER.readTree(json).path("format").asInt();
            if (format != Manifest.FORMAT) {
                throw new CommandFailure("the backup " + id + " has the format " + format + ", but this release reads "
                        + Manifest.FORMAT + ": use the release that wrote it");
            }
            var manifest = Json.MAPPER.readValue(json, Manifest.class);
            RecordFormat.check(
                    manifest.topics().stream().map(Manifest.TopicCopy::name).toList());
            return manifest;
        } catch (IOException e) {
            throw damaged(key("manifest.json").value(), Sentence.of(e));
        }
    }

    /// Writes bytes to an object.
    interface Writing {
        void write(DataOutputStream out) throws IOException;
    }

    /// Reads the bytes of an object.
    interface Reading {
        void read(DataInputStream in) throws IOException;
    }

    /// Writes an object of this backup, compressed. One of an interrupted attempt is replaced.
    Sum write(String name, Writing content) {
        return write(store, key(name), content);
    }

    static Sum write(ObjectStore store, BlobKey key, Writing content) {
        var digest = sha256();
        store.delete(key);
        try (var writer = store.write(key)) {
            // closed without closing the writer, which would abort the object
            var digesting = new DigestOutputStream(new Unclosable(writer), digest);
            try (var out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(digesting), 1 << 16))) {
                content.write(out);
            }
            writer.complete();
        } catch (IOException e) {
            throw new CommandFailure("the backup cannot be written, at " + key + ": " + Sentence.of(e), e);
        }
        return new Sum(key.value(), hex(digest.digest()));
    }

    /// Reads an object to its end.
    ///
    /// @throws CommandFailure when it is missing or damaged; `content` may have received some of it before
    static void read(ObjectStore store, Sum object, Reading content) {
        if (!read(store, new BlobKey(object.key()), content).equals(object)) {
            throw damaged(object.key(), "its SHA-256 is not the one that was noted");
        }
    }

    /// Reads an object whose sum is not known.
    static Sum read(ObjectStore store, BlobKey key, Reading content) {
        var digest = sha256();
        try (var in = new DigestInputStream(new BufferedInputStream(store.read(key), 1 << 16), digest)) {
            content.read(new DataInputStream(new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16)));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (BlobNotFoundException e) {
            throw damaged(key.value(), "it is missing");
        } catch (IOException e) {
            throw damaged(key.value(), Sentence.of(e));
        }
        return new Sum(key.value(), hex(digest.digest()));
    }

    static CommandFailure damaged(String key, String why) {
        return new CommandFailure("the backup is damaged: " + key + " cannot be used, " + why);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private BlobKey key(String name) {
        return new BlobKey(PREFIX + id + '/' + name);
    }

    private void put(BlobKey key, byte[] bytes) {
        store.delete(key);
        try (var writer = store.write(key)) {
            writer.write(bytes);
            writer.complete();
        } catch (IOException e) {
            throw new CommandFailure("the backup cannot be written, at " + key + ": " + Sentence.of(e), e);
        }
    }

    private CommandFailure unreadable(String name, Exception cause) {
        return damaged(key(name).value(), Sentence.of(cause));
    }

    /// A stream whose close leaves the stream below open.
    private static final class Unclosable extends java.io.FilterOutputStream {

        Unclosable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
