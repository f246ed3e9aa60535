package io.sluice.imaging.png;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class FilteringTest {

    private static final int WIDTH = 900;
    private static final int ROWS = 80;
    private static final PixelLayout LAYOUT = new PixelLayout(WIDTH, ROWS, Channels.RGB, 8);

    @Test
    void rowsOfTextStayAsTheyAre() {
        assertThat(Filtering.of(LAYOUT, text(new Random(1)))).isEqualTo(new Filtering(RowFilter.Rule.NONE, true));
    }

    @Test
    void rowsOfAreasAreDifferencesFromTheRowAbove() {
        assertThat(Filtering.of(LAYOUT, areas(new Random(2)))).isEqualTo(new Filtering(RowFilter.Rule.UP, true));
    }

    @Test
    void rowsOfAPhotographAreFilteredEachAtItsBest() {
        assertThat(Filtering.of(LAYOUT, noise(new Random(3))))
                .isEqualTo(new Filtering(RowFilter.Rule.LEAST_SUM, false));
    }

    @Test
    void fewRowsAreTakenForAPhotograph() {
        assertThat(Filtering.of(LAYOUT, new byte[4 * LAYOUT.rowBytes()]))
                .isEqualTo(new Filtering(RowFilter.Rule.LEAST_SUM, false));
    }

    /// The window of a band is the end of the band before, filtered as that was.
    @Test
    void bandsWithDifferentFilteringsFollowOneAnother() throws Exception {
        var kinds = List.<Function<Random, byte[]>>of(FilteringTest::text, FilteringTest::areas, FilteringTest::noise);
        var random = new Random(4);
        var inflater = new Inflater(true);
        var previous = BandCompressor.Band.NONE;
        try {
            for (int band = 0; band < 40; band++) {
                byte[] rows = kinds.get(random.nextInt(kinds.size())).apply(random);
                var next = BandCompressor.Band.of(LAYOUT, rows);
                var compressed = BandCompressor.compress(LAYOUT, previous, next, band == 39);

                inflater.setInput(compressed.deflated(), 0, compressed.length());
                var filtered = new byte[ROWS * (LAYOUT.rowBytes() + 1)];
                assertThat(inflater.inflate(filtered)).isEqualTo(filtered.length);
                assertThat(unfiltered(filtered, previous.rows()))
                        .as("band %d, %s after %s", band, next.filtering(), previous.filtering())
                        .isEqualTo(rows);
                previous = next;
            }
        } finally {
            inflater.end();
        }
    }

    /// Lines of a few glyphs in black on white.
    private static byte[] text(Random random) {
        var glyphs = new boolean[20][8 * 12];
        for (var glyph : glyphs) {
            for (int i = 0; i < glyph.length; i++) {
                glyph[i] = random.nextInt(3) == 0;
            }
        }
        var rows = new byte[ROWS * LAYOUT.rowBytes()];
        var line = new int[WIDTH / 8];
        for (int y = 0; y < ROWS; y++) {
            if (y % 16 == 0) {
                Arrays.setAll(line, _ -> random.nextInt(glyphs.length));
            }
            for (int x = 0; x < WIDTH; x++) {
                boolean ink = y % 16 < 12 && x / 8 < line.length && glyphs[line[x / 8]][y % 16 * 8 + x % 8];
                set(rows, x, y, ink ? 0x202020 : 0xFFFFFF);
            }
        }
        return rows;
    }

    /// Circles in front of narrow columns, all of many colors.
    private static byte[] areas(Random random) {
        int[] colors = random.ints(WIDTH, 0, 1 << 24).toArray();
        var rows = new byte[ROWS * LAYOUT.rowBytes()];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int dx = x % 60 - 30;
                int dy = y % 60 - 30;
                boolean round = dx * dx + dy * dy < 600;
                set(rows, x, y, round ? colors[x / 60] : colors[x / 5 + 100]);
            }
        }
        return rows;
    }

    private static byte[] noise(Random random) {
        var rows = new byte[ROWS * LAYOUT.rowBytes()];
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int light = 60 + (x + y) / 8 + random.nextInt(6);
                set(rows, x, y, light << 16 | (light + random.nextInt(4)) << 8 | light + random.nextInt(4));
            }
        }
        return rows;
    }

    private static void set(byte[] rows, int x, int y, int color) {
        int at = y * LAYOUT.rowBytes() + 3 * x;
        rows[at] = (byte) (color >> 16);
        rows[at + 1] = (byte) (color >> 8);
        rows[at + 2] = (byte) color;
    }

    /// Inverts the filters by the formulas of the specification (9.2), byte by byte.
    private static byte[] unfiltered(byte[] filtered, byte[] before) {
        int rowBytes = LAYOUT.rowBytes();
        var rows = new byte[ROWS * rowBytes];
        for (int y = 0; y < ROWS; y++) {
            int type = filtered[y * (rowBytes + 1)];
            for (int i = 0; i < rowBytes; i++) {
                int left = i < 3 ? 0 : rows[y * rowBytes + i - 3] & 0xFF;
                int up = above(rows, before, y, i);
                int upLeft = i < 3 ? 0 : above(rows, before, y, i - 3);
                int predicted = switch (type) {
                    case RowFilter.NONE -> 0;
                    case RowFilter.SUB -> left;
                    case RowFilter.UP -> up;
                    case RowFilter.AVERAGE -> (left + up) / 2;
                    default -> paeth(left, up, upLeft);
                };
                rows[y * rowBytes + i] = (byte) (filtered[y * (rowBytes + 1) + 1 + i] + predicted);
            }
        }
        return rows;
    }

    private static int above(byte[] rows, byte[] before, int y, int i) {
        int rowBytes = LAYOUT.rowBytes();
        if (y > 0) {
            return rows[(y - 1) * rowBytes + i] & 0xFF;
        }
        return before.length == 0 ? 0 : before[before.length - rowBytes + i] & 0xFF;
    }

    private static int paeth(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }
}
