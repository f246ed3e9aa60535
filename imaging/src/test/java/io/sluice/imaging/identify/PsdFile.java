package io.sluice.imaging.identify;

/// Writes Photoshop documents section by section.
final class PsdFile {

    static final int GRAY = 1;
    static final int RGB = 3;
    static final int CMYK = 4;
    static final int LAB = 9;

    private final boolean large;
    private final Bytes header;
    private byte[] resources = {};
    private byte[] layers = {};

    private PsdFile(boolean large, int channels, long width, long height, int depth, int mode) {
        this.large = large;
        this.header = new Bytes()
                .text("8BPS")
                .u16(large ? 2 : 1)
                .zeros(6)
                .u16(channels)
                .u32(height)
                .u32(width)
                .u16(depth)
                .u16(mode)
                .u32(0);
    }

    static PsdFile psd(int channels, long width, long height, int depth, int mode) {
        return new PsdFile(false, channels, width, height, depth, mode);
    }

    static PsdFile psb(int channels, long width, long height, int depth, int mode) {
        return new PsdFile(true, channels, width, height, depth, mode);
    }

    PsdFile resource(int id, byte[] data) {
        resources = new Bytes()
                .raw(resources)
                .text("8BIM")
                .u16(id)
                .u16(0)
                .u32(data.length)
                .raw(data)
                .zeros(data.length & 1)
                .build();
        return this;
    }

    /// Layer information that says no more than how many layers there are; negative with merged transparency.
    PsdFile layerCount(int count) {
        layers = length(new Bytes(), 2).u16(count).build();
        return this;
    }

    /// A tagged block behind empty layer information.
    PsdFile taggedBlock(String key, byte[] data) {
        layers = length(new Bytes(), 0)
                .u32(0)
                .text("8BIM")
                .text(key)
                .u32(data.length)
                .raw(data)
                .build();
        return this;
    }

    private Bytes length(Bytes to, long value) {
        return large ? to.u64(value) : to.u32(value);
    }

    private Bytes upToImage() {
        var file = new Bytes().raw(header.build()).u32(resources.length).raw(resources);
        return length(file, layers.length).raw(layers);
    }

    byte[] raw(byte[] samples) {
        return upToImage().u16(0).raw(samples).build();
    }

    /// @param rows packed rows of all channels
    byte[] packed(byte[]... rows) {
        var file = upToImage().u16(1);
        for (byte[] row : rows) {
            if (large) {
                file.u32(row.length);
            } else {
                file.u16(row.length);
            }
        }
        for (byte[] row : rows) {
            file.raw(row);
        }
        return file.build();
    }
}
