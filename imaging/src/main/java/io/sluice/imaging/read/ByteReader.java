package io.sluice.imaging.read;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.MemoryImageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A cursor over the bytes of a file that cannot be led astray.
///
/// Every position is checked against the end of the file, what is asked for is compared with what is left
/// before anything is allocated, and two budgets end walks that hostile files would make endless: bytes
/// fetched from the source, and steps that loops announce with [#step]. A third one, [#mayDecode], keeps
/// small files from unfolding into hours of work, and the [ProcessorTime] and [AllocatedMemory] end whatever
/// they do not. All of them are those of the file: readers of what was decoded from it ([#within]) draw on them
/// too. Reads through a window that is small after a jump and grows while reading on, so that hopping from box
/// to box costs little.
///
/// Numbers are big-endian until [#littleEndian] says otherwise.
public final class ByteReader {

    private static final int SMALLEST_WINDOW = 4 * 1024;
    private static final int LARGEST_WINDOW = 64 * 1024;

    /// Most bytes handed out at once: no header of any format has a single larger value that matters here.
    private static final int LARGEST_VALUE = 4 * 1024 * 1024;

    /// Steps cost nanoseconds; this many are well under a second.
    private static final long MOST_STEPS = 16_000_000;

    /// A file may be read about twice (structure, then alpha channel), plus a small window for each of many
    /// jumps.
    private static final long SPARE_BYTES = 128L * 1024 * 1024;

    /// What decoding to look at transparency may give, in bytes: at least this much …
    private static final long DECODED_AT_LEAST = 1L << 28;

    /// … with so much more for each byte of the file, since honest pictures do not shrink further …
    private static final long DECODED_PER_BYTE = 64;

    /// … and at most this much, which is more than 225 million pixels of 64 bits.
    private static final long DECODED_AT_MOST = 1L << 31;

    /// Steps between two looks at the clock, which costs as much as hundreds of them.
    private static final int STEPS_A_LOOK = 4096;

    /// Decoded bytes between two looks at the clock.
    private static final int DECODED_A_LOOK = 256 * 1024;

    /// What is left to spend on a file.
    private static final class Budget {
        private final ProcessorTime time;
        private final AllocatedMemory memory;
        private long bytes;
        private long steps = MOST_STEPS;
        private long decoded;
        private long decodedAtLook;

        private Budget(long size, ProcessorTime time, AllocatedMemory memory) {
            this.time = time;
            this.memory = memory;
            bytes = 3 * size + SPARE_BYTES;
            decoded = Math.min(DECODED_AT_MOST, DECODED_AT_LEAST + DECODED_PER_BYTE * size);
            decodedAtLook = decoded;
        }
    }

    private static final int ROW_BYTES = 128;

    private final ImageBytes source;
    private final ImageFormat format;
    private final Budget left;
    private final long size;

    private byte[] window;
    private long windowStart;
    private int windowLength;

    private long position;
    private boolean littleEndian;

    /// A reader whose processor time and memory are not bounded: for a conversion, which has a process and a
    /// deadline of its own.
    ///
    /// @param head the first bytes of the file, already read
    public ByteReader(ImageBytes source, ImageFormat format, byte[] head) {
        this(source, format, head, new Budget(source.size(), ProcessorTime.unbounded(), AllocatedMemory.unbounded()));
    }

    /// A reader for the identification of a file, which the current thread does within the [ProcessorTime] and
    /// the [AllocatedMemory] of the file.
    ///
    /// @param head the first bytes of the file, already read
    public static ByteReader forIdentification(ImageBytes source, ImageFormat format, byte[] head) {
        long size = source.size();
        return new ByteReader(
                source, format, head, new Budget(size, ProcessorTime.ofFile(size), AllocatedMemory.ofFile(size)));
    }

    private ByteReader(ImageBytes source, ImageFormat format, byte[] head, Budget left) {
        this.source = source;
        this.format = format;
        this.left = left;
        this.size = source.size();
        this.window = head;
        this.windowLength = head.length;
    }

    /// A reader of bytes that were decoded from this file.
    public ByteReader within(byte[] decoded) {
        return new ByteReader(new MemoryImageBytes(decoded), format, decoded, left);
    }

    public ImageFormat format() {
        return format;
    }

    public long size() {
        return size;
    }

    public long position() {
        return position;
    }

    public long remaining() {
        return size - position;
    }

    public void littleEndian(boolean little) {
        this.littleEndian = little;
    }

    public boolean isLittleEndian() {
        return littleEndian;
    }

    /// A rejection of this file that names its format.
    public Refusal corrupt(String detail) {
        return Refusal.corrupt(format, detail);
    }

    /// Announces one turn of a loop whose length the file decides.
    public void step() throws Refusal {
        if (--left.steps < 0) {
            throw corrupt("its structure has more than " + MOST_STEPS + " parts");
        }
        if (left.steps % STEPS_A_LOOK == 0) {
            requireMeans();
        }
    }

    /// Announces an allocation whose size the file decides; fails when it would take too much memory.
    public void allocate(long bytes) throws Refusal {
        if (!mayAllocate(bytes)) {
            throw tooLarge();
        }
    }

    /// Announces an allocation whose size the file decides; false when it would take too much memory, so that a
    /// declared transparency has to count as used.
    public boolean mayAllocate(long bytes) {
        return left.memory.admits(bytes);
    }

    private Refusal tooLarge() {
        return corrupt("reading it takes more than " + (left.memory.limit() >> 20) + " MB of memory, given up at byte "
                + position);
    }

    /// Fails when this file has taken too much processor time or memory.
    public void requireMeans() throws Refusal {
        if (left.memory.isOver()) {
            throw tooLarge();
        }
        if (left.time.isOver()) {
            throw corrupt("reading it takes more than " + left.time.limit().toMillis()
                    + " ms of processor time, given up at byte " + position);
        }
    }

    /// Announces that a row of so many bytes is about to be decoded, as [#mayDecode] does: a row of few bytes
    /// takes as long as one of some more.
    public boolean mayDecodeRow(long bytes) {
        return mayDecode(bytes + ROW_BYTES);
    }

    /// Announces that `bytes` more are about to be decoded; false when looking on would take too long, so
    /// that a declared transparency has to count as used.
    public boolean mayDecode(long bytes) {
        left.decoded -= bytes;
        if (left.decodedAtLook - left.decoded >= DECODED_A_LOOK) {
            left.decodedAtLook = left.decoded;
            return left.decoded >= 0 && !left.time.isOver() && !left.memory.isOver();
        }
        return left.decoded >= 0;
    }

    /// Moves to an absolute position; the end of the file is allowed, beyond is not.
    public void seek(long target) throws Refusal {
        if (target < 0 || target > size) {
            throw corrupt("it points at byte " + Long.toUnsignedString(target) + ", but has " + size);
        }
        position = target;
    }

    public void skip(long count) throws Refusal {
        require(count);
        position += count;
    }

    /// Fails unless `count` more bytes are there.
    public void require(long count) throws Refusal {
        if (count < 0 || count > remaining()) {
            throw corrupt("it ends at byte " + size + ", where " + Long.toUnsignedString(count)
                    + " bytes were expected from byte " + position);
        }
    }

    public int u8() throws Refusal, IOException {
        if (position < windowStart || position >= windowStart + windowLength) {
            require(1);
            fill();
        }
        return window[(int) (position++ - windowStart)] & 0xFF;
    }

    public int u16() throws Refusal, IOException {
        int first = u8();
        int second = u8();
        return littleEndian ? second << 8 | first : first << 8 | second;
    }

    public int u24() throws Refusal, IOException {
        int a = u8();
        int b = u8();
        int c = u8();
        return littleEndian ? c << 16 | b << 8 | a : a << 16 | b << 8 | c;
    }

    public long u32() throws Refusal, IOException {
        return i32() & 0xFFFF_FFFFL;
    }

    public int i32() throws Refusal, IOException {
        int first = u16();
        int second = u16();
        return littleEndian ? second << 16 | first : first << 16 | second;
    }

    /// 64 bits; what does not fit a signed number cannot be a position or length here and is refused.
    public long u64() throws Refusal, IOException {
        long first = u32();
        long second = u32();
        long value = littleEndian ? second << 32 | first : first << 32 | second;
        if (value < 0) {
            throw corrupt("the number " + Long.toUnsignedString(value) + " at byte " + (position - 8)
                    + " is beyond any file");
        }
        return value;
    }

    /// The next `count` bytes.
    public byte[] bytes(long count) throws Refusal, IOException {
        require(count);
        if (count > LARGEST_VALUE) {
            throw corrupt("a value of " + count + " bytes at byte " + position + " is larger than " + LARGEST_VALUE);
        }
        allocate(count);
        byte[] result = new byte[(int) count];
        int done = 0;
        while (done < result.length) {
            done += read(result, done, result.length - done);
        }
        return result;
    }

    /// The next `count` bytes as ISO 8859-1.
    public String text(int count) throws Refusal, IOException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }

    /// Reads on into `target`, at least one byte; -1 at the end of the file.
    public int read(byte[] target, int offset, int length) throws Refusal, IOException {
        if (position == size) {
            return -1;
        }
        if (position < windowStart || position >= windowStart + windowLength) {
            fill();
        }
        int from = (int) (position - windowStart);
        int count = Math.min(length, windowLength - from);
        System.arraycopy(window, from, target, offset, count);
        position += count;
        return count;
    }

    /// Reads on until all of `target` is filled.
    public void readFully(byte[] target) throws Refusal, IOException {
        require(target.length);
        for (int done = 0; done < target.length; ) {
            done += read(target, done, target.length - done);
        }
    }

    /// Whether the bytes at the cursor are these ASCII characters; the cursor does not move.
    public boolean startsWith(String ascii) throws Refusal, IOException {
        if (remaining() < ascii.length()) {
            return false;
        }
        long start = position;
        boolean same = true;
        for (int i = 0; i < ascii.length() && same; i++) {
            same = u8() == ascii.charAt(i);
        }
        position = start;
        return same;
    }

    private void fill() throws Refusal, IOException {
        boolean readingOn = position == windowStart + windowLength;
        int length = readingOn ? Math.clamp(windowLength * 4L, SMALLEST_WINDOW, LARGEST_WINDOW) : SMALLEST_WINDOW;
        if (window.length < length) {
            window = new byte[length];
        }
        var target = ByteBuffer.wrap(window, 0, (int) Math.min(length, size - position));
        requireMeans();
        left.bytes -= target.remaining();
        if (left.bytes < 0) {
            throw corrupt("its parts point back and forth so often that reading was given up at byte " + position);
        }
        int read = source.read(position, target);
        if (read < 1) {
            throw new IOException("the source ended at byte " + position + " of " + size);
        }
        windowStart = position;
        windowLength = read;
    }

    /// An error message's rendering of a four-character code: printable as it is, the rest in hex.
    public static String name(int fourCharacters) {
        byte[] code = ByteBuffer.allocate(4).putInt(fourCharacters).array();
        for (byte b : code) {
            if (b < 0x20 || b > 0x7E) {
                return "0x" + HexFormat.of().withUpperCase().toHexDigits(fourCharacters);
            }
        }
        return new String(Arrays.copyOf(code, 4), StandardCharsets.US_ASCII);
    }

    /// A four-character code as the number that [#i32] reads in big-endian order.
    public static int code(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
