package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A file format that can become a source image, told from content and never from a file name.
///
/// On every wire a format is written as its [#extension()].
public enum ImageFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    GIF("gif", "image/gif"),
    WEBP("webp", "image/webp"),
    HEIC("heic", "image/heic"),
    AVIF("avif", "image/avif"),
    TIFF("tif", "image/tiff"),
    /// Photoshop's document, both the usual PSD and the large PSB.
    PSD("psd", "image/vnd.adobe.photoshop"),
    EPS("eps", "application/postscript"),
    PDF("pdf", "application/pdf"),
    SVG("svg", "image/svg+xml"),
    JXL("jxl", "image/jxl");

    private static final Map<String, ImageFormat> BY_EXTENSION =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ImageFormat::extension, Function.identity()));

    private final String extension;
    private final String mediaType;

    ImageFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /// The common file name extension, lower case and without a dot.
    @JsonValue
    public String extension() {
        return extension;
    }

    /// The media type (`Content-Type`) of the format.
    public String mediaType() {
        return mediaType;
    }

    /// Whether files of this format may exceed the pixel limit: their dimensions are bounded by the format itself.
    public boolean exemptFromPixelLimit() {
        return this == JPEG || this == WEBP;
    }

    /// The format with this extension, if there is one.
    public static Optional<ImageFormat> ofExtension(String extension) {
        return Optional.ofNullable(BY_EXTENSION.get(extension));
    }

    @JsonCreator
    static ImageFormat fromJson(String extension) {
        return ofExtension(extension)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown image format \"" + extension + "\", known are " + BY_EXTENSION.keySet()));
    }
}
