package io.sluice.standalone.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobSetTest {

    @Test
    void isEmptyAtFirst() {
        var set = new BlobSet();

        assertThat(set.size()).isZero();
        assertThat(set.contains("blobs/acme/1")).isFalse();
    }

    @Test
    void containsExactlyTheAddedKeys() {
        var set = new BlobSet();
        var model = new HashSet<String>();
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++) {
            var key = "blobs/acme/" + random.nextInt(300_000);
            set.add(key);
            model.add(key);
        }

        assertThat(set.size()).isEqualTo(model.size());
        for (var i = 0; i < 300_000; i++) {
            assertThat(set.contains("blobs/acme/" + i)).isEqualTo(model.contains("blobs/acme/" + i));
        }
    }

    @Test
    void takesAtMost43BytesForEachKey() {
        var set = new BlobSet();
        for (var i = 0; i < 100_000; i++) {
            set.add("blobs/acme/" + i);
            assertThat(i < 10_000 || set.footprint() < 43L * set.size()).isTrue();
        }
    }
}
