package io.sluice.standalone.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.RecordCopy;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.kafka.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlobReferencesTest {

    @Test
    void findsKeysAtAnyDepthInAnyRecord() {
        assertThat(mentions("""
                {"type":"later","images":[{"image":{"blob":"blobs/a/1"}},{"blob":"blobs/b/2"}],"blob":"blobs/a/3",
                "name":"my blobs/a/4","size":5}""")).containsExactly("blobs/a/1", "blobs/b/2", "blobs/a/3");
    }

    @Test
    void findsKeysWithEscapedSlashes() {
        assertThat(mentions("{\"key\":\"blobs\\/a\\/1\",\"other\":\"blobs\\u002fa\\u002f2\"}"))
                .containsExactly("blobs/a/1", "blobs/a/2");
    }

    @Test
    void findsKeysInMalformedJson() {
        assertThat(mentions("{\"key\":\"blobs/a/1\", \"then\":blobs\\/a\\/2 and more"))
                .contains("blobs/a/1", "blobs/a/2");
        assertThat(mentions("")).isEmpty();
    }

    @Test
    void findsKeysInDeadLetters() {
        var letter = new DeadLetter(
                new RecordPosition(Topics.UPLOADS.name(), 0, 0),
                new RecordCopy(
                        "key",
                        Bytes.of("{\"source\":{\"type\":\"staged\",\"key\":\"blobs/a/1\"}}".getBytes(UTF_8)),
                        Map.of("original", "blobs/a/2")),
                new Rejection.MalformedCommand("detail"),
                1,
                Instant.EPOCH,
                Instant.EPOCH);
        var value = Topics.DEAD_LETTERS.serializer().serialize(Topics.DEAD_LETTERS.name(), letter);

        assertThat(mentions(Topics.DEAD_LETTERS.name(), value)).containsExactly("blobs/a/1", "blobs/a/2");
        assertThat(mentions(Topics.DEAD_LETTERS.name(), "no letter, blobs/a/3".getBytes(UTF_8)))
                .containsExactly("blobs/a/3");
    }

    private static List<String> mentions(String value) {
        return mentions(Topics.UPLOADS.name(), value.getBytes(UTF_8));
    }

    private static List<String> mentions(String topic, byte[] value) {
        var found = new ArrayList<String>();
        BlobReferences.find(topic, value, found::add);
        return found;
    }
}
