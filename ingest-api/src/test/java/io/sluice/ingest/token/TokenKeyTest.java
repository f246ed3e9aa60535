package io.sluice.ingest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.service.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {

    @TempDir
    Path directory;

    @Test
    void isCreatedOnceAndReadByItsOwnerAlone() throws Exception {
        var first = TokenKey.in(directory);
        var file = directory.resolve(TokenKey.FILE);

        assertThat(TokenKey.in(directory)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.toString()).doesNotContain(Files.readString(file).strip());
        Files.delete(file);
        assertThat(TokenKey.in(directory)).isNotEqualTo(first);
    }

    @Test
    void namesADamagedFile() throws Exception {
        Files.writeString(directory.resolve(TokenKey.FILE), "0123");

        assertThatThrownBy(() -> TokenKey.in(directory))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(TokenKey.FILE)
                .hasMessageContaining("32 bytes");
    }
}
