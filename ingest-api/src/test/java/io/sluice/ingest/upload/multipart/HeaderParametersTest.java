package io.sluice.ingest.upload.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=a; filename=b.png             | b.png",
                "form-data; name=\"a\"; filename=\"b.png\"     | b.png",
                "Form-Data ;Name=a ; FILENAME = \"b.png\" ;    | b.png",
                "form-data; name=a; filename=\"b;c=d.png\"     | b;c=d.png",
                "form-data; name=a; filename=\"b\\\";c.png\"   | b\\\";c.png",
                "form-data; name=a; filename=\"C:\\dir\\b.png\"| C:\\dir\\b.png",
                "form-data; name=a; filename=b=c.png           | b=c.png",
                "form-data; name=a; filename=b; filename=c     | b",
                "form-data; name=a; filename=\"open            | \"open",
                "form-data; name=a; filename*=UTF-8''gr%C3%BC%C3%9Fe+1.png        | grüße+1.png",
                "form-data; name=a; filename=x; filename*=iso-8859-1'de'%FC.png   | ü.png",
                "form-data; name=a; filename=x; filename*=utf-8''%zz              | x",
                "form-data; name=a; filename=x; filename*=klingon''y              | x",
                "form-data; name=a; filename=x; filename*=y                       | x",
            })
    void readsAFileName(String header, String expected) {
        var read = HeaderParameters.parse(header);

        assertThat(read.value()).isEqualTo("form-data");
        assertThat(read.parameter("name")).isEqualTo("a");
        assertThat(read.parameter("filename")).isEqualTo(expected);
    }

    @Test
    void tellsAMissingParameterFromAnEmptyOne() {
        assertThat(HeaderParameters.parse("form-data; filename=\"\"").parameter("filename"))
                .isEmpty();
        assertThat(HeaderParameters.parse("form-data").parameter("filename")).isNull();
        assertThat(HeaderParameters.parse("").value()).isEmpty();
        assertThat(HeaderParameters.parse(";;=;\"").parameters()).isEmpty();
    }
}
