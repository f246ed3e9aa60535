package io.sluice.standalone.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.Topics;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.SerializationException;

/// The search for blob keys in records of any type, including malformed ones, which may still refer to a blob.
public final class BlobReferences {

    /// Prefix of all blob keys.
    public static final String PREFIX = "blobs/";

    private static final JsonFactory JSON = new JsonFactory();

    /// For values that are not JSON; slashes may be escaped.
    private static final Pattern RAW = Pattern.compile("blobs\\\\?/[A-Za-z0-9._/\\\\-]+");

    private BlobReferences() {}

    /// Passes every blob key in the value of a record of `topic` to `found`, possibly more than once.
    public static void find(String topic, byte[] value, Consumer<String> found) {
        if (topic.equals(Topics.DEAD_LETTERS.name())) {
            findInDeadLetter(value, found);
        } else {
            find(value, found);
        }
    }

    /// Searches a dead letter, which contains the failed record as base64.
    private static void findInDeadLetter(byte[] value, Consumer<String> found) {
        DeadLetter letter;
        try {
            letter = Topics.DEAD_LETTERS.deserializer().deserialize(Topics.DEAD_LETTERS.name(), value);
        } catch (SerializationException _) {
            find(value, found);
            return;
        }
        find(letter.value().toArray(), found);
        letter.headers().values().forEach(header -> findRaw(header, found));
    }

    private static void find(byte[] value, Consumer<String> found) {
        try (var parser = JSON.createParser(value)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && beginsLikeAKey(parser)) {
                    found.accept(parser.getText());
                }
            }
        } catch (IOException _) { // not JSON, or truncated
            findRaw(new String(value, ISO_8859_1), found);
        }
    }

    private static boolean beginsLikeAKey(JsonParser parser) throws IOException {
        var characters = parser.getTextCharacters();
        var from = parser.getTextOffset();
        if (parser.getTextLength() < PREFIX.length()) {
            return false;
        }
        for (var i = 0; i < PREFIX.length(); i++) {
            if (characters[from + i] != PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void findRaw(String text, Consumer<String> found) {
        RAW.matcher(text).results().forEach(key -> found.accept(key.group().replace("\\", "")));
    }
}
