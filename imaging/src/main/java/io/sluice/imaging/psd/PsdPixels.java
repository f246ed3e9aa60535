package io.sluice.imaging.psd;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.samples.SampleConversion;
import io.sluice.imaging.samples.SampleFormat;
import java.io.IOException;

/// The pixels of the merged image of a PSD.
///
/// @param format of the interleaved planes
record PsdPixels(FileBytes file, PsdPlanes planes, SampleFormat format, SampleConversion conversion)
        implements PixelSource {

    @Override
    public PixelLayout layout() {
        return conversion.layout();
    }

    @Override
    public int bandRows() {
        return PixelSource.bandRowsFor(layout());
    }

    @Override
    public boolean concurrent() {
        return planes.concurrent();
    }

    @Override
    public byte[] band(int index) throws IOException {
        int count = rowsOf(index);
        int first = index * bandRows();
        var plane = new byte[Math.multiplyExact(count, planes.rowBytes())];
        if (format.samples() == 1) {
            planes.read(0, first, count, plane);
            return conversion.convert(plane, count);
        }
        var rows = new byte[Math.multiplyExact(count, format.rowBytes())];
        for (int p = 0; p < format.samples(); p++) {
            planes.read(p, first, count, plane);
            interleave(plane, rows, p);
        }
        return conversion.convert(rows, count);
    }

    @Override
    public void close() throws IOException {
        planes.close();
        file.close();
    }

    /// More than one channel never has less than 8 bits.
    private void interleave(byte[] plane, byte[] rows, int p) {
        int bytes = format.bits() / 8;
        int step = bytes * format.samples();
        switch (bytes) {
            case 1 -> {
                for (int i = 0, to = p; i < plane.length; i++, to += step) {
                    rows[to] = plane[i];
                }
            }
            case 2 -> {
                for (int i = 0, to = 2 * p; i < plane.length; i += 2, to += step) {
                    rows[to] = plane[i];
                    rows[to + 1] = plane[i + 1];
                }
            }
            default -> {
                for (int i = 0, to = bytes * p; i < plane.length; i += bytes, to += step) {
                    System.arraycopy(plane, i, rows, to, bytes);
                }
            }
        }
    }
}
