package io.sluice.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.search.Comparison.Between;
import io.sluice.search.Comparison.Contains;
import io.sluice.search.Comparison.Equal;
import io.sluice.search.Comparison.Inside;
import io.sluice.search.Comparison.Near;
import io.sluice.search.Comparison.Present;
import io.sluice.search.Comparison.StartsWith;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.SearchException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {

    @Test
    void treatsOnlyAFinalStarAsSpecial() {
        assertThat(parse("name", "plan.png")).isEqualTo(new Equal("plan.png"));
        assertThat(parse("name", "plan*")).isEqualTo(new StartsWith("plan"));
        assertThat(parse("name", "*")).isEqualTo(new Present());
        assertThat(parse("name", "plan\\*")).isEqualTo(new Equal("plan*"));
        assertThat(parse("name", "\\*")).isEqualTo(new Equal("*"));
        assertThat(parse("name", "a*b")).isEqualTo(new Equal("a*b"));
        assertThat(parse("name", "**")).isEqualTo(new StartsWith("*"));
        assertThat(parse("name", "")).isEqualTo(new Equal(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%_a", "' OR 1=1 --", "a.?[bc]+$", "\"quoted\"", "[a,b]", "C:\\images\\1.png", "a  b"})
    void takesSignsOfOtherLanguagesAsPlainText(String text) {
        assertThat(parse("name", text)).isEqualTo(new Equal(text));
        assertThat(parse("user:str:label", text)).isEqualTo(new Equal(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42 | 42 | 42",
                "-7 | -7 | -7",
                "[30000,40000] | 30000 | 40000",
                "{30000,40000} | 30001 | 39999",
                "[30000,40000} | 30000 | 39999",
                "{30000,40000] | 30001 | 40000",
                "[5,5} | 5 | 4",
                "{5,} | 6 | 9223372036854775807",
                "[5,] | 5 | 9223372036854775807",
                "{,30000] | -9223372036854775808 | 30000",
                "[ 1 , '2' ] | 1 | 2",
            })
    void readsRangesOfWholeNumbers(String text, long from, long to) {
        assertThat(parse("size", text)).isEqualTo(new Between(from, to));
    }

    @Test
    void comparesDecimalNumbersByValue() {
        assertThat(parse("user:double:weight", "{,0]"))
                .isEqualTo(new Between(Numbers.LEAST, Numbers.of(0.0)))
                .isEqualTo(parse("user:double:weight", "{,-0.0]"));
        assertThat(parse("user:double:weight", "1e3")).isEqualTo(parse("user:double:weight", "1000.0"));
        assertThat(Numbers.of(-1.5)).isLessThan(Numbers.of(-1.0)).isLessThan(Numbers.of(0.5));
        assertThat(Numbers.toDouble(Numbers.of(-1.5))).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2017-01-01 | 2017-01-01T00:00:00Z | 2017-01-01T23:59:59.999999Z",
                "2017-01-01T12:30:15Z | 2017-01-01T12:30:15Z | 2017-01-01T12:30:15.999999Z",
                "2017-01-01T12:30:15+02:00 | 2017-01-01T10:30:15Z | 2017-01-01T10:30:15.999999Z",
                "2017-01-01T12:30:15 02:00 | 2017-01-01T10:30:15Z | 2017-01-01T10:30:15.999999Z",
                "2017-01-01T12:30:15-0230 | 2017-01-01T15:00:15Z | 2017-01-01T15:00:15.999999Z",
                "2017-01-01T12:30 | 2017-01-01T12:30:00Z | 2017-01-01T12:30:59.999999Z",
                "1905-06-30T00:00:00.000001Z | 1905-06-30T00:00:00.000001Z | 1905-06-30T00:00:00.000001Z",
                "[2017-01-01,2017-01-31] | 2017-01-01T00:00:00Z | 2017-01-31T23:59:59.999999Z",
                "{2017-01-01,2017-01-31} | 2017-01-02T00:00:00Z | 2017-01-30T23:59:59.999999Z",
            })
    void readsDatesAsIntervals(String text, Instant from, Instant to) {
        assertThat(parse("created", text)).isEqualTo(new Between(Numbers.of(from), Numbers.of(to)));
    }

    @Test
    void readsAQuotedDateInARange() {
        assertThat(parse("created", "['2017-01-01T00:00:00Z',}"))
                .isEqualTo(new Between(Numbers.of(Instant.parse("2017-01-01T00:00:00Z")), Numbers.GREATEST));
    }

    @Test
    void readsPositions() {
        assertThat(parse("user:latlon:place", "47.38,8.52")).isEqualTo(new Inside(47.38, 8.52, 47.38, 8.52));
        assertThat(parse("user:latlon:place", "47.38,8.52,10km")).isEqualTo(new Near(47.38, 8.52, 10_000));
        assertThat(parse("user:latlon:place", "47.38, 8.52, 250.5m")).isEqualTo(new Near(47.38, 8.52, 250.5));
        assertThat(parse("user:latlon:place", "47.3,8.4,47.5,8.6")).isEqualTo(new Inside(47.3, 8.4, 47.5, 8.6));
    }

    @Test
    void readsWordsFlagsHashesAndFormats() {
        assertThat(parse("name_text", "blue sky*")).isEqualTo(new Contains("blue sky", true));
        assertThat(parse("opaque", "true")).isEqualTo(new Equal("true"));
        assertThat(parse("locked", "0")).isEqualTo(new Equal("false"));
        assertThat(parse("hash", "ABC*")).isEqualTo(new StartsWith("abc"));
        assertThat(parse("format", "JPEG")).isEqualTo(new Equal("jpg"));
        assertThat(parse("format", "j*")).isEqualTo(new StartsWith("j"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size | big",
                "size | 1.5",
                "size | [1,2",
                "size | [1,2,3]",
                "size | 9223372036854775807",
                "size | 12*",
                "size | ''",
                "user:int:n | 99999999999999999999999",
                "user:double:n | 1e999",
                "user:double:n | NaN",
                "created | yesterday",
                "created | 2017-02-30",
                "created | 2017-01-01T25:00:00Z",
                "opaque | yes",
                "hash | xyz",
                "binaryhash | %",
                "format | bmp",
                "name_text | ---",
                "user:latlon:p | 91,8",
                "user:latlon:p | 47.38,8.52,10",
                "user:latlon:p | 47.38",
                "user:latlon:p | 48,8,47,9",
            })
    void refusesAValueThatDoesNotFitItsFieldAndNamesBoth(String field, String text) {
        assertThatThrownBy(() -> parse(field, text))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining('"' + field + '"')
                .hasMessageContaining('"' + text + '"')
                .hasMessageContaining("allowed is");
    }

    @Test
    void refusesAPrefixThatIsLongerThanTheSortablePartOfATextCanBe() {
        assertThat(parse("name", "x".repeat(255) + '*')).isEqualTo(new StartsWith("x".repeat(255)));
        assertThatThrownBy(() -> parse("name", "x".repeat(256) + '*')).hasMessageContaining("255");
    }

    private static io.sluice.search.Comparison parse(String field, String text) {
        return ValueText.parse(Fields.parse(field), text);
    }
}
