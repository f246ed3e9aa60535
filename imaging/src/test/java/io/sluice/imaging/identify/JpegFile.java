package io.sluice.imaging.identify;

/// Writes JPEG files marker by marker; the scan holds no real data, which nobody decodes here.
final class JpegFile {

    static final int BASELINE = 0xC0;
    static final int EXTENDED = 0xC1;
    static final int PROGRESSIVE = 0xC2;
    static final int ARITHMETIC = 0xC9;

    private final Bytes bytes = new Bytes().u8(0xFF, 0xD8);

    JpegFile segment(int marker, byte[] data) {
        bytes.u8(0xFF, marker).u16(data.length + 2).raw(data);
        return this;
    }

    JpegFile frame(int process, int precision, int width, int height, String components) {
        var frame = new Bytes().u8(precision).u16(height).u16(width).u8(components.length());
        for (char component : components.toCharArray()) {
            frame.u8(component, 0x11, 0);
        }
        return segment(process, frame.build());
    }

    JpegFile scan(char component) {
        segment(0xDA, new Bytes().u8(1, component, 0, 0, 63, 0).build());
        bytes.u8(0x12, 0x34, 0xFF, 0x00, 0xFF, 0xD0, 0x56);
        return this;
    }

    byte[] end() {
        return bytes.u8(0xFF, 0xD9).build();
    }

    byte[] endWithoutMarker() {
        return bytes.build();
    }

    /// A baseline image of three components.
    static byte[] baseline(int width, int height) {
        return new JpegFile()
                .frame(BASELINE, 8, width, height, "\1\2\3")
                .scan('\1')
                .end();
    }
}
