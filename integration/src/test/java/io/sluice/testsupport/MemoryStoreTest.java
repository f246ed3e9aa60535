package io.sluice.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends ObjectStoreContract {

    private final MemoryStore store = new MemoryStore();

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void failsWhileItIsDownAndKeepsItsObjects() throws IOException {
        var key = freshKey();
        write(key, "here".getBytes(UTF_8));

        store.goDown();
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::probe).isInstanceOf(StoreUnavailableException.class);

        store.comeBack();
        assertThat(read(key)).isEqualTo("here".getBytes(UTF_8));
    }

    @Test
    void abortsReadsAtTheConfiguredByte() throws IOException {
        var key = freshKey();
        write(key, "0123456789".getBytes(UTF_8));
        store.breakReadsAt(4);

        try (var in = store.read(key)) {
            assertThat(in.readNBytes(4)).isEqualTo("0123".getBytes(UTF_8));
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        }
    }
}
