package io.sluice.imaging.pdf;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PDF object (ISO 32000-2, 7.3), as far as the page tree needs it.
sealed interface PdfValue {

    /// The null object and the booleans.
    enum Constant implements PdfValue {
        NULL,
        TRUE,
        FALSE
    }

    /// An integer or real.
    record Numeric(double value) implements PdfValue {}

    /// A name, without the slash.
    record Name(String value) implements PdfValue {}

    /// A string, one character a byte.
    record Text(String value) implements PdfValue {}

    /// An indirect reference.
    record Reference(int number, int generation) implements PdfValue {}

    record Array(List<PdfValue> values) implements PdfValue {}

    record Dictionary(Map<String, PdfValue> entries) implements PdfValue {

        /// The value of a key, unresolved; the null object without it.
        PdfValue get(String key) {
            return entries.getOrDefault(key, Constant.NULL);
        }

        boolean hasType(String type) {
            return get("Type").equals(new Name(type));
        }
    }

    /// A dictionary with data behind it, which start at `data`.
    record Stream(Dictionary dictionary, long data) implements PdfValue {}

    /// This as a dictionary, also that of a stream; null for anything else.
    default @Nullable Dictionary asDictionary() {
        return switch (this) {
            case Dictionary dictionary -> dictionary;
            case Stream stream -> stream.dictionary;
            case Constant _, Numeric _, Name _, Text _, Reference _, Array _ -> null;
        };
    }

    /// This as a whole number of at most `most`; `absent` for anything else.
    default int asInt(int absent, int most) {
        return this instanceof Numeric(double value) && value >= 0 && value <= most ? (int) value : absent;
    }
}
