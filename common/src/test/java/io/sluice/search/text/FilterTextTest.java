package io.sluice.search.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.search.Comparison;
import io.sluice.search.Comparison.Between;
import io.sluice.search.Comparison.Equal;
import io.sluice.search.Comparison.StartsWith;
import io.sluice.search.Condition;
import io.sluice.search.Condition.And;
import io.sluice.search.Condition.Match;
import io.sluice.search.Condition.Not;
import io.sluice.search.Condition.Or;
import io.sluice.search.Fields;
import io.sluice.search.SearchException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTextTest {

    private static final Condition PNG = match("format", new Equal("png"));
    private static final Condition GIF = match("format", new Equal("gif"));
    private static final Condition DRAFT = match("name", new StartsWith("draft"));

    @Test
    void readsGroupsAndNegations() {
        assertThat(FilterText.parse("(format:png OR format:gif) AND size:[30000,} AND NOT name:draft*"))
                .isEqualTo(new And(List.of(
                        new Or(List.of(PNG, GIF)),
                        match("size", new Between(30_000, Long.MAX_VALUE)),
                        new Not(DRAFT))));
    }

    @Test
    void bindsAndStrongerThanOr() {
        assertThat(FilterText.parse("format:png OR format:gif AND name:draft*"))
                .isEqualTo(new Or(List.of(PNG, new And(List.of(GIF, DRAFT)))));
    }

    @Test
    void readsQuotedValues() {
        assertThat(FilterText.parse("name:\"a \\\"b\\\" (c)\\\\*\""))
                .isEqualTo(match("name", new Equal("a \"b\" (c)\\*")));
        assertThat(FilterText.parse("name:\"my plan\"*")).isEqualTo(match("name", new StartsWith("my plan")));
        assertThat(FilterText.parse("created:[\"2017-01-01\",}"))
                .isEqualTo(FilterText.parse("created:['2017-01-01',}"));
    }

    @Test
    void readsNamesOfMetadata() {
        assertThat(FilterText.parse("user:label:x")).isEqualTo(match("user:str:label", new Equal("x")));
        assertThat(FilterText.parse("user:int:id:42")).isEqualTo(match("user:int:id", new Between(42, 42)));
        assertThat(FilterText.parse("user:str:label:a:b")).isEqualTo(match("user:str:label", new Equal("a:b")));
        assertThat(FilterText.parse("dynamic:int:subject_area:x:[1,2]"))
                .isEqualTo(match("dynamic:int:subject_area:x", new Between(1, 2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a field at position 1",
                "format:png AND | a field at position 15",
                "format:png format:gif | AND, OR or the end at position 12",
                "(format:png | \")\" at position 12",
                "format:png) | AND, OR or the end at position 11",
                "format | a colon and a value",
                "format: | a value of \"format\"",
                "name:\"open | no closing quote for the one at position 6",
                "colour:red | no field \"colour\"",
                "size:big | cannot be compared with \"big\"",
            })
    void refusesAMalformedExpressionAndNamesThePosition(String text, String message) {
        assertThatThrownBy(() -> FilterText.parse(text))
                .isInstanceOf(SearchException.class)
                .hasMessageContaining(message);
    }

    @Test
    void limitsTheDepth() {
        assertThat(FilterText.parse("(((((format:png)))))")).isEqualTo(PNG);
        assertThatThrownBy(() -> FilterText.parse("((((((format:png))))))")).hasMessageContaining("more than 5 deep");
        assertThatThrownBy(() -> FilterText.parse("NOT ".repeat(6) + "format:png"))
                .hasMessageContaining("more than 5");
        assertThatThrownBy(() -> FilterText.parse("(".repeat(100_000))).hasMessageContaining("more than 5");
        assertThatThrownBy(() -> FilterText.parse("NOT ".repeat(100_000))).hasMessageContaining("more than 5");
    }

    @Test
    void limitsTheNumberOfConditions() {
        assertThat(FilterText.parse("format:png" + " OR format:gif".repeat(49)).matches())
                .isEqualTo(50);
        assertThatThrownBy(() -> FilterText.parse("format:png" + " OR format:gif".repeat(50)))
                .hasMessageContaining("at most 50 conditions");
        assertThatThrownBy(() -> FilterText.parse("name_text:\"" + "word ".repeat(51) + "\""))
                .hasMessageContaining("has 51");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(format:png OR format:gif) AND size:[30000,} AND NOT name:draft*",
                "NOT (name:\"a*\" AND NOT (user:double:w:{,-0.5] OR user:latlon:p:47.38,8.52,10km))",
                "created:[1905-01-01,2017-03-04T12:00:00.5Z} OR name_text:\"Blue sky\"* OR user:latlon:p:1,170,2,-170",
                "name:\"\\\\ \\\" * (\" AND opaque:true AND user:str:x:* AND hash:abc*",
            })
    void writesAConditionAsTextThatReadsTheSame(String text) {
        var condition = FilterText.parse(text);

        assertThat(FilterText.parse(condition.toString())).isEqualTo(condition);
    }

    private static Condition match(String field, Comparison test) {
        return new Match(Fields.parse(field), test);
    }
}
