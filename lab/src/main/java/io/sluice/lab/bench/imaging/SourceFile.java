package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PsdWriter;
import io.sluice.standalone.sample.TiffWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A kind of file to convert.
enum SourceFile {
    TIFF("tiff", "tif"),
    TIFF_LZW("tiff-lzw", "tif"),
    TIFF_DEFLATE("tiff-deflate", "tif"),
    PSD("psd", "psd"),
    PSD_RLE("psd-rle", "psd");

    private final String label;
    private final String extension;

    SourceFile(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    String label() {
        return label;
    }

    boolean tiff() {
        return extension.equals("tif");
    }

    static String labels() {
        return Arrays.stream(values()).map(SourceFile::label).collect(Collectors.joining(", "));
    }

    /// Writes `image` as such a file into `directory` and returns its path.
    Path write(TestImage image, Path directory) throws IOException {
        Path file = directory.resolve(image.name() + "-" + label + "." + extension);
        switch (this) {
            case TIFF -> TiffWriter.write(image, TiffWriter.Compression.NONE, file);
            case TIFF_LZW -> TiffWriter.write(image, TiffWriter.Compression.LZW, file);
            case TIFF_DEFLATE -> TiffWriter.write(image, TiffWriter.Compression.DEFLATE, file);
            case PSD -> PsdWriter.write(image, false, file);
            case PSD_RLE -> PsdWriter.write(image, true, file);
        }
        return file;
    }
}
