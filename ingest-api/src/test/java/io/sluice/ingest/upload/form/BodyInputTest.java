package io.sluice.ingest.upload.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.upload.form.BodyInput.BrokenBodyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BodyInputTest {

    @Test
    void refusesTooManyBytesOutsideOfParts() throws IOException {
        var body = input(new byte[5 * 1024 * 1024]);

        assertThatThrownBy(body::readAllBytes)
                .isInstanceOf(BrokenBodyException.class)
                .hasMessageContaining("belong to no file");
    }

    @Test
    void acceptsLargeFiles() throws IOException {
        var body = input(new byte[20 * 1024 * 1024]);

        assertThat(body.counting(body).readAllBytes()).hasSize(20 * 1024 * 1024);
    }

    @Test
    void distinguishesReadFailuresFromOtherFailures() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertThatThrownBy(() -> new BodyInput(broken).read(new byte[1]))
                .isInstanceOf(BrokenBodyException.class)
                .hasMessageContaining("before it was complete");
    }

    private static BodyInput input(byte[] bytes) {
        return new BodyInput(new ByteArrayInputStream(bytes));
    }
}
