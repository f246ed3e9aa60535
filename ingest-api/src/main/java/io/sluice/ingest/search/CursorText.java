package io.sluice.ingest.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.search.Position;
import io.sluice.search.Sort;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The text form of a position in a sorted list and of the direction in which the list continues. It contains
/// a checksum of the sort order and the direction, because the position has no meaning in another order.
final class CursorText {

    private static final byte MISSING = 0;
    private static final byte NUMBER = 1;
    private static final byte BYTES = 2;

    private CursorText() {}

    /// A parsed cursor.
    ///
    /// @param position null for the end of the list, which only a backward cursor has
    record Cursor(@Nullable Position position, boolean backward) {}

    /// Returns the cursor of the images after a position.
    static String after(Position position, Sort sort) {
        return text(position.values(), checksum(sort, false));
    }

    /// Returns the cursor of the images before a position.
    static String before(Position position, Sort sort) {
        return text(position.values(), checksum(sort, true));
    }

    /// Returns the cursor of the last images of a list.
    static String beforeEnd(Sort sort) {
        return text(List.of(), checksum(sort, true));
    }

    private static String text(List<Position.Value> values, int checksum) {
        var size = Integer.BYTES;
        for (var value : values) {
            size += switch (value) {
                case Position.Missing() -> 1;
                case Position.Numeric _ -> 1 + Long.BYTES;
                case Position.Bytes(var hex) -> 1 + Short.BYTES + hex.length() / 2;
            };
        }
        var buffer = ByteBuffer.allocate(size).putInt(checksum);
        for (var value : values) {
            switch (value) {
                case Position.Missing() -> buffer.put(MISSING);
                case Position.Numeric(var encoded) -> buffer.put(NUMBER).putLong(encoded);
                case Position.Bytes(var hex) ->
                    buffer.put(BYTES)
                            .putShort((short) (hex.length() / 2))
                            .put(HexFormat.of().parseHex(hex));
            }
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /// Returns the cursor, or nothing when the text is not one of a list in this order.
    static Optional<Cursor> parse(String text, Sort sort) {
        try {
            var buffer = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var checksum = buffer.getInt();
            var backward = checksum == checksum(sort, true);
            if (!backward && checksum != checksum(sort, false)) {
                return Optional.empty();
            }
            if (backward && !buffer.hasRemaining()) {
                return Optional.of(new Cursor(null, true));
            }
            var values = new ArrayList<Position.Value>();
            while (buffer.hasRemaining()) {
                values.add(value(buffer));
            }
            return values.size() == sort.keys().size()
                    ? Optional.of(new Cursor(new Position(values), backward))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static Position.Value value(ByteBuffer buffer) {
        return switch (buffer.get()) {
            case MISSING -> new Position.Missing();
            case NUMBER -> new Position.Numeric(buffer.getLong());
            case BYTES -> {
                var length = buffer.getShort();
                if (length < 0 || length > buffer.remaining()) {
                    throw new BufferUnderflowException();
                }
                var bytes = new byte[length];
                buffer.get(bytes);
                yield new Position.Bytes(HexFormat.of().formatHex(bytes));
            }
            default -> throw new IllegalArgumentException("no value");
        };
    }

    private static int checksum(Sort sort, boolean backward) {
        var crc = new CRC32();
        crc.update((backward ? "before " + sort : sort.toString()).getBytes(UTF_8));
        return (int) crc.getValue();
    }
}
