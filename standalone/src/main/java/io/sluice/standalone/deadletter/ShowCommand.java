package io.sluice.standalone.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The subcommand `show`.
@Command(name = "show", header = "Prints a complete dead letter as JSON.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "ID", description = "Id as shown by \"list\".")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String id;

    ShowCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var wanted = LetterId.parse(id);
        return cluster.run(environment, letters -> {
            spec.commandLine().getOut().println(pretty(json(wanted, letters.find(wanted))));
            return 0;
        });
    }

    static ObjectNode json(LetterId id, DeadLetter letter) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.toString());
        json.put("topic", letter.topic());
        json.put("partition", letter.partition());
        json.put("offset", letter.offset());
        json.put("key", letter.key());
        json.putObject("reason")
                .put("code", letter.reason().code())
                .put("message", letter.reason().message());
        json.put("attempts", letter.attempts());
        json.put("first", letter.first().toString());
        json.put("last", letter.last().toString());
        var headers = json.putObject("headers");
        new TreeMap<>(letter.headers()).forEach(headers::put);
        json.put("whole", Letters.isWhole(letter));
        putValue(json, letter);
        return json;
    }

    /// Adds the value, as JSON if it is JSON, else as text.
    private static void putValue(ObjectNode json, DeadLetter letter) {
        try {
            json.set("value", Json.MAPPER.readTree(letter.value().toArray()));
        } catch (IOException _) { // not being JSON may be why it was rejected
            json.put("value", new String(letter.value().toArray(), UTF_8));
        }
    }

    private static String pretty(ObjectNode json) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
