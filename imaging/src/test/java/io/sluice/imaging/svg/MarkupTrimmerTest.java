package io.sluice.imaging.svg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTrimmerTest {

    private static final String LONG = "x".repeat(20_000);

    /// Trims in portions of the given size.
    private static String trimmed(String text, int portion) {
        var trimmer = new MarkupTrimmer();
        var result = new StringBuilder();
        char[] target = new char[portion + MarkupTrimmer.MOST_ADDED];
        char[] characters = text.toCharArray();
        for (int from = 0; from < characters.length; from += portion) {
            int to = Math.min(characters.length, from + portion);
            result.append(target, 0, trimmer.trim(characters, from, to, target, 0));
        }
        return result.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 8192})
    void leavesShortDocumentsAlone(int portion) {
        String text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c>\"><!-- ] ' -->]><!-- - -- -><a b='>' c=\"'\">"
                + "<![CDATA[ ]] > ]]>&b;<?p i?></a>";
        assertThat(trimmed(text, portion)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8192})
    void shortensWhatIsLongAndKeepsTheMarkup(int portion) {
        String text =
                "<a b='" + LONG + "'>" + LONG + "<!--" + LONG + "--><![CDATA[" + LONG + "]]><?p " + LONG + "?></a>";
        String expected = "<a b='X'>X<!--X--><![CDATA[X]]><?p X?></a>";
        String result = trimmed(text, portion);
        assertThat(result.replaceAll("x+", "X")).isEqualTo(expected);
        assertThat(result).hasSizeLessThan(5 * 4100 + 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {4090, 4093, 4095, 4096, 4097})
    void neverCutsAnEntityReference(int before) {
        String text = "<a b='" + "x".repeat(before) + "&amp;" + LONG + "'/>";
        assertThat(trimmed(text, 1000).replace("&amp;", "")).doesNotContain("&");
    }
}
