package io.sluice.dispatch;

import io.sluice.poison.Suspects;
import io.sluice.precedence.Precedence;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The intake of records that were read: a record either enters the window and its lane, or waits on the
/// topic. Confined to the reader's thread.
final class Intake {

    private final StagedWork work;
    private final Suspects suspects;
    private final Claims claims;
    private final JobRunner runner;
    private final Lanes lanes;
    private final Window window;
    private final Precedence precedence;
    private final Backlog backlog = new Backlog();
    private final Map<Integer, ReadPartition> partitions = new HashMap<>();

    Intake(
            StagedWork work,
            Suspects suspects,
            Claims claims,
            JobRunner runner,
            Lanes lanes,
            Window window,
            Precedence precedence) {
        this.work = work;
        this.suspects = suspects;
        this.claims = claims;
        this.runner = runner;
        this.lanes = lanes;
        this.window = window;
        this.precedence = precedence;
    }

    /// Returns the partitions that are read.
    Collection<ReadPartition> partitions() {
        return partitions.values();
    }

    Backlog backlog() {
        return backlog;
    }

    /// Returns the number of records in the window.
    int held() {
        return window.records();
    }

    void assigned(Collection<ReadPartition> added) {
        added.forEach(partition -> partitions.put(partition.number(), partition));
        added.forEach(claims::takeOver);
    }

    @Nullable
    ReadPartition partition(int number) {
        return partitions.get(number);
    }

    /// Removes partitions. Jobs in progress continue; those that have not begun are left to the next reader.
    void revoked(Collection<ReadPartition> removed) {
        for (var partition : removed) {
            partition.revoked();
            partition.jobs().forEach(this::remove);
            backlog.drop(partition.number());
            partitions.remove(partition.number());
            suspects.left(partition.number());
        }
        lanes.removeIf(job -> job.stage() == null && !job.partition().isAssigned());
    }

    /// Takes a record that was read for the first time.
    ///
    /// @return false when there is no room for it, not even in the backlog
    boolean take(ReadPartition partition, ConsumerRecord<String, byte[]> record) {
        var ledger = partition.ledger();
        if (!ledger.isKnown(record.offset())) {
            var demand = work.demand(record);
            if (!backlog.isWaiting(demand.flow(), record.partition()) && fits(demand, record)) {
                begin(partition, record, demand);
            } else if (backlog.isFull() && !backlog.isWaiting(demand.flow(), record.partition())) {
                return false;
            } else {
                backlog.spill(demand.flow(), record.partition(), record.offset(), record.timestamp());
            }
        }
        ledger.read(record.offset());
        return true;
    }

    /// Returns the range to read once more; null when no flow has room for its waiting records.
    Backlog.@Nullable Turn turn() {
        return backlog.isEmpty() ? null : backlog.next(window::wants, window::records);
    }

    /// Takes records that were read once more, from those of `turn` to `end`.
    ///
    /// @return false when nothing fits before other records are done
    boolean takeAgain(
            ReadPartition partition, Backlog.Turn turn, List<ConsumerRecord<String, byte[]>> records, long end) {
        var reading = backlog.read(partition.number(), turn.from());
        var taken = 0;
        for (var record : records) {
            if (partition.ledger().isKnown(record.offset())) {
                continue;
            }
            var demand = work.demand(record);
            if (!reading.isFirst(demand.flow(), record.offset())) {
                continue;
            }
            if (fits(demand, record)) {
                begin(partition, record, demand);
                reading.taken(demand.flow(), record.offset());
                taken++;
            } else {
                reading.kept(demand.flow(), record.offset());
            }
        }
        reading.until(end);
        return taken > 0 || (end > turn.from() && !reading.isBlocked(turn.flow()));
    }

    private boolean fits(Demand demand, ConsumerRecord<String, byte[]> record) {
        return window.admits(demand.flow(), Job.size(record));
    }

    private void begin(ReadPartition partition, ConsumerRecord<String, byte[]> record, Demand demand) {
        var job = new Job(partition, record, demand, runner);
        if (!job.flow().bulk()) {
            job.precedes(precedence.begin(job.flow().tenant()));
        }
        partition.begin(job);
        window.add(job.flow(), job.size());
        lanes.add(job);
    }

    private void remove(Job job) {
        window.remove(job.flow(), job.size());
        job.ended();
    }

    /// Records all jobs that have been done since the last call.
    void settle() {
        for (var completion = runner.nextCompleted(); completion != null; completion = runner.nextCompleted()) {
            var job = completion.job();
            if (job.partition().isAssigned()) {
                job.partition().done(job.record().offset(), completion.afterwards());
                remove(job);
                suspects.cleared(job.position());
            }
        }
    }
}
