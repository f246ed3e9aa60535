package io.sluice.worker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.dispatch.Demand;
import io.sluice.kafka.Json;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import java.io.IOException;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The fields of an upload command that determine its lane and its turn, read without the rest: a command may
/// contain half a megabyte. A malformed command counts as one without an organization; it is refused when it
/// is read completely.
final class UploadDemand {

    /// Header of a dead letter that is put back.
    static final String REPLAY_OF = "sluice-replay-of";

    private static final int MOST_NAME = 100;

    private String organization = "";
    private @Nullable String source;
    private @Nullable String url;
    private boolean converted;
    private boolean bulk;
    private boolean replay;
    private int attempt = 1;

    private UploadDemand() {}

    static Demand of(ConsumerRecord<String, byte[]> record) {
        var fields = new UploadDemand();
        fields.read(record.value());
        return fields.demand(record.headers().lastHeader(REPLAY_OF) != null);
    }

    private Demand demand(boolean replayed) {
        var lowest = bulk || replay || replayed || attempt > 1;
        var fetched = "url".equals(source) || "object".equals(source);
        var longest = fetched ? LaneName.FETCH : converted ? LaneName.CONVERT : LaneName.DIRECT;
        return new Demand(
                new Flow(shortened(organization), longest, lowest),
                fetched ? LaneName.FETCH : LaneName.DIRECT,
                fetched && url != null ? host(url) : null);
    }

    private void read(byte @Nullable [] value) {
        if (value == null) {
            return;
        }
        try (var json = Json.MAPPER.createParser(value)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    field(json);
                }
            }
        } catch (IOException _) {
            // the fields read so far are sufficient, since the command is refused
        }
    }

    private void field(JsonParser json) throws IOException {
        var name = json.currentName();
        var token = json.nextToken();
        switch (name) {
            case "organization" -> {
                var text = text(json);
                organization = text == null ? "" : text;
            }
            case "attempt" -> attempt = token == JsonToken.VALUE_NUMBER_INT ? json.getValueAsInt(1) : 1;
            case "replay_of" -> replay = text(json) != null;
            case "source" -> object(json, this::source);
            case "options" -> object(json, this::option);
            default -> json.skipChildren();
        }
    }

    @FunctionalInterface
    private interface Member {
        void read(String name, JsonParser json) throws IOException;
    }

    private static void object(JsonParser json, Member member) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            json.nextToken();
            member.read(name, json);
        }
    }

    private void source(String name, JsonParser json) throws IOException {
        switch (name) {
            case "type" -> source = text(json);
            case "url" -> url = text(json);
            default -> json.skipChildren();
        }
    }

    private void option(String name, JsonParser json) throws IOException {
        switch (name) {
            case "optimize_source" -> {
                var target = text(json);
                converted = target != null && !target.equals("none");
            }
            case "bulk" -> bulk = json.currentToken() == JsonToken.VALUE_TRUE;
            default -> json.skipChildren();
        }
    }

    private static @Nullable String text(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /// Returns the host of a URL, by which waiting fetches are counted.
    private static String host(String url) {
        var start = url.indexOf("://");
        var rest = start < 0 ? url : url.substring(start + 3);
        var end = 0;
        while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var authority = rest.substring(rest.lastIndexOf('@', end) + 1, end);
        var port = authority.lastIndexOf(':');
        var host = port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
        return shortened(host.toLowerCase(Locale.ROOT));
    }

    private static String shortened(String name) {
        return name.length() <= MOST_NAME ? name : name.substring(0, MOST_NAME);
    }
}
