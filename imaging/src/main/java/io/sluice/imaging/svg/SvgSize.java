package io.sluice.imaging.svg;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// The size of an SVG in CSS pixels, from its root element (SVG 2, 8.2 and 8.6; CSS Values 3, 6.2).
///
/// What is missing or relative comes from `viewBox`: its side, or the one that keeps its proportions when
/// only one is given. Without a `viewBox`, CSS 2.1 (10.3.2, 10.6.2) gives replaced elements 300 × 150.
final class SvgSize {

    private static final double DEFAULT_WIDTH = 300;
    private static final double DEFAULT_HEIGHT = 150;
    private static final int LONGEST_VALUE = 256;

    private static final String NUMBER = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
    private static final Pattern LENGTH = Pattern.compile("(" + NUMBER + ")\\s*([a-zA-Z]*|%)");
    private static final String COMMA = "(?:\\s+,?\\s*|,\\s*)";
    private static final Pattern VIEW_BOX =
            Pattern.compile(NUMBER + COMMA + NUMBER + COMMA + "(" + NUMBER + ")" + COMMA + "(" + NUMBER + ")");

    /// @param width positive
    private record ViewBox(double width, double height) {}

    private SvgSize() {}

    /// @param xml stands on the start of the root element
    static Dimensions read(ByteReader in, XMLStreamReader xml) throws Refusal {
        Double width = length(in, xml, "width");
        Double height = length(in, xml, "height");
        var box = viewBox(xml);
        if (width != null && height != null) {
            return Dimensions.ofVector(ImageFormat.SVG, width, height);
        }
        if (box == null) {
            return Dimensions.ofVector(
                    ImageFormat.SVG, width == null ? DEFAULT_WIDTH : width, height == null ? DEFAULT_HEIGHT : height);
        }
        if (width != null) {
            return Dimensions.ofVector(ImageFormat.SVG, width, width * box.height / box.width);
        }
        if (height != null) {
            return Dimensions.ofVector(ImageFormat.SVG, height * box.width / box.height, height);
        }
        return Dimensions.ofVector(ImageFormat.SVG, box.width, box.height);
    }

    /// An absolute length in pixels; null when it is missing, relative or no length at all.
    private static @Nullable Double length(ByteReader in, XMLStreamReader xml, String name) throws Refusal {
        String value = xml.getAttributeValue(null, name);
        if (value == null || value.length() > LONGEST_VALUE) {
            return null;
        }
        var matcher = LENGTH.matcher(value.strip());
        if (!matcher.matches()) {
            return null;
        }
        double unit = pixels(matcher.group(2).toLowerCase(Locale.ROOT));
        double length = Double.parseDouble(matcher.group(1)) * unit;
        if (unit != 0 && !(length > 0)) {
            throw in.corrupt("its " + name + " is " + value.strip());
        }
        return unit == 0 ? null : length;
    }

    /// Pixels in a unit, 0 for relative and unknown ones. The root element's font is 16 pixels high.
    private static double pixels(String unit) {
        return switch (unit) {
            case "", "px" -> 1;
            case "pt" -> 96 / 72.0;
            case "pc" -> 16;
            case "in" -> 96;
            case "cm" -> 96 / 2.54;
            case "mm" -> 96 / 25.4;
            case "q" -> 96 / 101.6;
            case "em", "rem" -> 16;
            case "ex", "ch" -> 8;
            default -> 0;
        };
    }

    private static @Nullable ViewBox viewBox(XMLStreamReader xml) {
        String value = xml.getAttributeValue(null, "viewBox");
        if (value == null || value.length() > LONGEST_VALUE) {
            return null;
        }
        var matcher = VIEW_BOX.matcher(value.strip());
        if (!matcher.matches()) {
            return null;
        }
        double width = Double.parseDouble(matcher.group(1));
        double height = Double.parseDouble(matcher.group(2));
        return width > 0 && height > 0 ? new ViewBox(width, height) : null;
    }
}
