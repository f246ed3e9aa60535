package io.sluice.standalone.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ValidateCommandTest {

    private static final String GOOD =
            "{\"operation\":\"a-1\",\"organization\":\"demo\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.jpg\"}}";

    private final StringWriter out = new StringWriter();

    @Test
    void acceptsRecordsThatAreValid() {
        assertThat(validate(GOOD + "\n\n" + GOOD + "\n")).isZero();
        assertThat(out.toString()).contains("2 records, 0 with faults");
    }

    @Test
    void acceptsOneObjectOnSeveralLines() {
        assertThat(validate(GOOD.replace(",", ",\n"))).isZero();
        assertThat(out.toString()).contains("1 records, 0 with faults");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"operation":"a-1","organization":"demo"}                                                         | source
            {"operation":"a 1","organization":"demo","source":{"type":"url","url":"https://e.org/a"}}         | operation
            {"operation":"a-1","organization":"demo","source":{"type":"ftp","url":"https://e.org/a"}}         | source.type: must be one of inline, object, staged, url
            {"operation":"a-1","organization":"demo","source":{"type":"url"}}                                 | source: required property 'url'
            {"operation":"a-1","organization":"demo","source":{"type":"url","url":"x"},"options":{"optimize_source":"gif"}} | "none", "png", "jpg"
            {"operation":"a-1","organisation":"demo","source":{"type":"url","url":"https://e.org/a"}}         | organisation: unknown field
            {"operation":"a-1","organization":"demo","source":{"type":"object","key":"../a"}}                 | source.key
            {"operation":                                                                                     | not JSON
            []                                                                                                | object
            """)
    void namesTheLineTheFieldAndWhatIsAllowed(String record, String message) {
        assertThat(validate(GOOD + "\n" + record + "\n")).isEqualTo(1);
        assertThat(out.toString()).contains("line 2: ").contains(message).contains("2 records, 1 with faults");
    }

    @Test
    void checksCopyCommands() {
        var good = "{\"type\":\"copy-all\",\"operation\":\"c-1\",\"source\":\"demo\",\"destination\":\"other\"}";

        assertThat(validate(good + "\n{\"type\":\"move\",\"operation\":\"c-1\"}", "--copies", "-"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("line 2: type: must be one of cancel, copy, copy-all, delete-all");
        assertThat(out.toString()).contains("2 records, 1 with faults");
    }

    private int validate(String input) {
        return validate(input, "-");
    }

    private int validate(String input, String... arguments) {
        return new CommandLine(new ValidateCommand(() -> new ByteArrayInputStream(input.getBytes(UTF_8))))
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }
}
