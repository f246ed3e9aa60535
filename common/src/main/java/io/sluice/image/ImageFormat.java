package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A file format of source images, detected from the content and never from a file name.
///
/// In JSON, a format is represented by its [#extension()].
public enum ImageFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    GIF("gif", "image/gif"),
    WEBP("webp", "image/webp"),
    HEIC("heic", "image/heic"),
    AVIF("avif", "image/avif"),
    TIFF("tif", "image/tiff"),
    /// Photoshop documents, both PSD and the large variant PSB.
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

    /// Returns the usual file name extension, in lower case and without a dot.
    @JsonValue
    public String extension() {
        return extension;
    }

    /// Returns the media type (`Content-Type`) of the format.
    public String mediaType() {
        return mediaType;
    }

    /// Returns whether the pixel limit does not apply, because the format itself bounds the dimensions.
    public boolean exemptFromPixelLimit() {
        return this == JPEG || this == WEBP;
    }

    /// Returns the format with this extension, if there is one.
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
