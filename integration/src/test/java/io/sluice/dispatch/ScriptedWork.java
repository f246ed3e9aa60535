package io.sluice.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.lane.Cost;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Simulated work on records that describe it: `organization lane milliseconds name`, separated by blanks.
/// Work in the lane `fetch` waits for that time and continues in `direct`; work in `convert` begins in
/// `direct`.
final class ScriptedWork implements StagedWork {

    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final AtomicInteger begun = new AtomicInteger();

    private record Script(String organization, LaneName lane, long millis, String name) {

        static Script of(ConsumerRecord<String, byte[]> record) {
            var words = new String(record.value(), UTF_8).split(" ", -1);
            return new Script(words[0], LaneName.valueOf(words[1]), Long.parseLong(words[2]), words[3]);
        }
    }

    static byte[] record(String organization, LaneName lane, long millis, String name) {
        return String.join(" ", organization, lane.name(), Long.toString(millis), name)
                .getBytes(UTF_8);
    }

    @Override
    public Demand demand(ConsumerRecord<String, byte[]> record) {
        var script = Script.of(record);
        var fetched = script.lane == LaneName.FETCH;
        return new Demand(
                new Flow(script.organization, script.lane, false),
                fetched ? LaneName.FETCH : LaneName.DIRECT,
                fetched ? "host" : null);
    }

    @Override
    public Stage begin(ConsumerRecord<String, byte[]> record, boolean maybeAgain) {
        var script = Script.of(record);
        begun.incrementAndGet();
        return switch (script.lane) {
            case DIRECT -> () -> end(script);
            case FETCH ->
                () -> {
                    TimeUnit.MILLISECONDS.sleep(script.millis);
                    return new Stage.Progress.Next(LaneName.DIRECT, () -> ended(script), Cost.NONE);
                };
            case CONVERT -> () -> new Stage.Progress.Next(LaneName.CONVERT, () -> end(script), Cost.NONE);
        };
    }

    private Stage.Progress end(Script script) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(script.millis); // it stands for work that takes so long
        return ended(script);
    }

    private Stage.Progress ended(Script script) {
        done.add(script.name);
        return new Stage.Progress.Done(null, Cost.NONE);
    }

    @Override
    public void giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) {
        throw fault;
    }

    @Override
    public void refuse(ConsumerRecord<String, byte[]> record) {
        refused.add(Script.of(record).name);
    }
}
