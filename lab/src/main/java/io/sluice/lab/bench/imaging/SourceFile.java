package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PsdWriter;
import io.sluice.standalone.sample.TiffWriter;
import io.sluice.standalone.sample.TiffWriter.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;

/// A kind of file to convert.
enum SourceFile {
    TIFF("tiff", "tif"),
    TIFF_LZW("tiff-lzw", "tif"),
    TIFF_DEFLATE("tiff-deflate", "tif"),
    PSD("psd", "psd"),
    PSD_RLE("psd-rle", "psd");

    private static final Compression LZW = new Compression(5, true, strip -> new LzwEncoder().encode(strip));
    private static final Compression DEFLATE = new Compression(8, true, SourceFile::deflated);

    private final String label;
    private final String extension;

    SourceFile(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    String label() {
        return label;
    }

    static String labels() {
        return Arrays.stream(values()).map(SourceFile::label).collect(Collectors.joining(", "));
    }

    /// Writes `image` as a file of this kind into `directory` and returns its path.
    Path write(Picture image, Path directory) throws IOException {
        Path file = directory.resolve(image.name() + "-" + label + "." + extension);
        switch (this) {
            case TIFF -> TiffWriter.write(image, Compression.NONE, file);
            case TIFF_LZW -> TiffWriter.write(image, LZW, file);
            case TIFF_DEFLATE -> TiffWriter.write(image, DEFLATE, file);
            case PSD -> PsdWriter.write(image, false, file);
            case PSD_RLE -> PsdWriter.write(image, true, file);
        }
        return file;
    }

    private static byte[] deflated(byte[] strip) {
        var bytes = new ByteArrayOutputStream(strip.length);
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(strip);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
