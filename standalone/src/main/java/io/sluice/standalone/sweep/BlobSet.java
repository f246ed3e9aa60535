package io.sluice.standalone.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Sha1;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// A set of blob keys that takes 21 to 43 bytes a key, independent of its length. Not thread-safe.
///
/// It stores 128 bits of the SHA-1 of each key. In case of a collision, a key that was not added counts as
/// added, so that its blob is kept.
///
/// Open addressing with linear probing, in many small tables, so that growing copies only a small table.
public final class BlobSet {

    private static final int TABLES = 256;
    private static final int FIRST_SLOTS = 16;

    /// Two longs a slot; a slot of two zeros is free.
    private final long[][] tables = new long[TABLES][2 * FIRST_SLOTS];

    private final int[] counts = new int[TABLES];
    private final MessageDigest digest = Sha1.digest();

    /// Adds a key if it is absent.
    public void add(String key) {
        var hash = hash(key);
        var high = hash.getLong();
        var low = hash.getLong();
        var number = tableOf(low);
        var table = tables[number];
        var slot = slot(table, high, low);
        if (isFree(table, slot)) {
            table[slot] = high;
            table[slot + 1] = low;
            counts[number]++;
            // at most three quarters full
            if (counts[number] * 8L > table.length * 3L) {
                tables[number] = doubled(table);
            }
        }
    }

    public boolean contains(String key) {
        var hash = hash(key);
        var high = hash.getLong();
        var low = hash.getLong();
        var table = tables[tableOf(low)];
        return !isFree(table, slot(table, high, low));
    }

    public long size() {
        var size = 0L;
        for (var count : counts) {
            size += count;
        }
        return size;
    }

    /// Returns the size of the tables in bytes.
    long footprint() {
        var longs = 0L;
        for (var table : tables) {
            longs += table.length;
        }
        return longs * Long.BYTES;
    }

    private ByteBuffer hash(String key) {
        return ByteBuffer.wrap(digest.digest(key.getBytes(UTF_8)));
    }

    private static int tableOf(long low) {
        return (int) low & TABLES - 1;
    }

    /// Returns the slot of this hash, or the free slot for it.
    private static int slot(long[] table, long high, long low) {
        var mask = table.length - 1;
        var slot = 2 * (int) high & mask;
        while (!isFree(table, slot) && (table[slot] != high || table[slot + 1] != low)) {
            slot = slot + 2 & mask;
        }
        return slot;
    }

    private static boolean isFree(long[] table, int slot) {
        return table[slot] == 0 && table[slot + 1] == 0;
    }

    private static long[] doubled(long[] table) {
        var doubled = new long[2 * table.length];
        for (var from = 0; from < table.length; from += 2) {
            if (!isFree(table, from)) {
                var to = slot(doubled, table[from], table[from + 1]);
                doubled[to] = table[from];
                doubled[to + 1] = table[from + 1];
            }
        }
        return doubled;
    }
}
