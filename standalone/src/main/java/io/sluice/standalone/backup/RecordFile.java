package io.sluice.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// The format of the records of a partition, compressed with gzip. Each record is its timestamp (8 bytes),
/// key and value (each a length of 4 bytes, -1 if there is none, and the bytes) and the number of its
/// headers (4 bytes), each a name and a value like the key. All numbers are big-endian.
final class RecordFile {

    /// Longer than any record that a broker accepts from Sluice; a greater length is damage.
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final int ABSENT = -1;

    private RecordFile() {}

    static void write(ConsumerRecord<byte[], byte[]> original, DataOutputStream out) throws IOException {
        out.writeLong(original.timestamp());
        write(original.key(), out);
        write(original.value(), out);
        var headers = original.headers().toArray();
        out.writeInt(headers.length);
        for (var header : headers) {
            write(header.key().getBytes(UTF_8), out);
            write(header.value(), out);
        }
    }

    private static void write(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
        if (bytes == null) {
            out.writeInt(ABSENT);
        } else {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /// Reads the next record.
    ///
    /// @param partition where it will be published
    static ProducerRecord<byte[], byte[]> read(DataInputStream in, TopicPartition partition) throws IOException {
        var timestamp = in.readLong();
        byte[] key = bytes(in);
        byte[] value = bytes(in);
        return new ProducerRecord<>(partition.topic(), partition.partition(), timestamp, key, value, headers(in));
    }

    private static Headers headers(DataInputStream in) throws IOException {
        var headers = new RecordHeaders();
        for (var left = in.readInt(); left > 0; left--) {
            byte[] name = bytes(in);
            if (name == null) {
                throw new StreamCorruptedException("a header without a name");
            }
            headers.add(new String(name, UTF_8), bytes(in));
        }
        return headers;
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length == ABSENT) {
            return null;
        }
        if (length < 0 || length > MAX_BYTES) {
            throw new StreamCorruptedException("a length of " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
