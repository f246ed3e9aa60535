package io.sluice.imaging.identify;

/// Writes HEIC and AVIF files box by box. Coded data is left out: nobody decodes it here.
final class HeifFile {

    private final String brand;
    private final Bytes itemEntries = new Bytes();
    private final Bytes references = new Bytes();
    private final Bytes properties = new Bytes();
    private final Bytes associations = new Bytes();
    private int items;
    private int associated;
    private int propertyCount;

    private HeifFile(String brand) {
        this.brand = brand;
    }

    /// @param brand the major brand, such as `heic` or `avif`
    static HeifFile of(String brand) {
        return new HeifFile(brand);
    }

    static byte[] box(String type, byte[] content) {
        return new Bytes().u32(content.length + 8).text(type).raw(content).build();
    }

    static byte[] fullBox(String type, int version, int flags, byte[] content) {
        return box(type, new Bytes().u8(version).u24(flags).raw(content).build());
    }

    static byte[] extent(long width, long height) {
        return fullBox("ispe", 0, 0, new Bytes().u32(width).u32(height).build());
    }

    static byte[] alpha() {
        return fullBox(
                "auxC",
                0,
                0,
                new Bytes()
                        .text("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")
                        .build());
    }

    static byte[] pixelDepth(int bits) {
        return fullBox("pixi", 0, 0, new byte[] {3, (byte) bits, (byte) bits, (byte) bits});
    }

    /// An item with properties of its own, in order; its number is the position at which it is added, from 1.
    HeifFile item(String type, byte[]... boxes) {
        return item(type, false, boxes);
    }

    HeifFile hiddenItem(String type, byte[]... boxes) {
        return item(type, true, boxes);
    }

    private HeifFile item(String type, boolean hidden, byte[]... boxes) {
        items++;
        itemEntries.raw(fullBox(
                "infe",
                2,
                hidden ? 1 : 0,
                new Bytes().u16(items).u16(0).text(type).u8(0).build()));
        if (boxes.length > 0) {
            associated++;
            associations.u16(items).u8(boxes.length);
            for (byte[] box : boxes) {
                properties.raw(box);
                associations.u8(0x80 | ++propertyCount);
            }
        }
        return this;
    }

    HeifFile reference(String type, int from, int... to) {
        var content = new Bytes().u16(from).u16(to.length);
        for (int item : to) {
            content.u16(item);
        }
        references.raw(box(type, content.build()));
        return this;
    }

    private byte[] fileType() {
        return box(
                "ftyp", new Bytes().text(brand).u32(0).text(brand).text("mif1").build());
    }

    /// The file, with item 1 as its primary item.
    byte[] build() {
        return build(new byte[0]);
    }

    /// @param more further boxes for `meta`, such as `iloc`
    byte[] build(byte[] more) {
        byte[] meta = new Bytes()
                .raw(fullBox("pitm", 0, 0, new Bytes().u16(1).build()))
                .raw(fullBox(
                        "iinf",
                        0,
                        0,
                        new Bytes().u16(items).raw(itemEntries.build()).build()))
                .raw(fullBox("iref", 0, 0, references.build()))
                .raw(box(
                        "iprp",
                        new Bytes()
                                .raw(box("ipco", properties.build()))
                                .raw(fullBox(
                                        "ipma",
                                        0,
                                        0,
                                        new Bytes()
                                                .u32(associated)
                                                .raw(associations.build())
                                                .build()))
                                .build()))
                .raw(more)
                .build();
        return new Bytes()
                .raw(fileType())
                .raw(fullBox("meta", 0, 0, meta))
                .raw(box("mdat", new byte[16]))
                .build();
    }

    /// A sequence of one picture track, and an alpha track if wanted.
    static byte[] sequence(String brand, int width, int height, int frames, boolean alpha) {
        var movie = new Bytes().raw(track("pict", width, height, frames));
        if (alpha) {
            movie.raw(track("auxv", width, height, frames));
        }
        return new Bytes()
                .raw(of(brand).fileType())
                .raw(box("moov", movie.build()))
                .build();
    }

    private static byte[] track(String handler, int width, int height, int frames) {
        byte[] entry = box(
                "av01",
                new Bytes()
                        .zeros(24)
                        .u16(width)
                        .u16(height)
                        .zeros(50)
                        .raw(box("av1C", new byte[] {(byte) 0x81, 0, 0x40, 0}))
                        .build());
        byte[] table = new Bytes()
                .raw(fullBox("stsd", 0, 0, new Bytes().u32(1).raw(entry).build()))
                .raw(fullBox("stsz", 0, 0, new Bytes().u32(10).u32(frames).build()))
                .build();
        byte[] media = new Bytes()
                .raw(fullBox(
                        "hdlr", 0, 0, new Bytes().u32(0).text(handler).zeros(13).build()))
                .raw(box("minf", box("stbl", table)))
                .build();
        return box("trak", box("mdia", media));
    }
}
