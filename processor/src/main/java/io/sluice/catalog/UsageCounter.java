package io.sluice.catalog;

import io.sluice.account.DayUsage;
import io.sluice.catalog.state.CatalogState;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand.CountRejection;
import io.sluice.command.RegistrationCommand.Register;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A counter of uploads by organization and day, which counts each command once: a day stores the number of
/// the last command that it counts, so a replay after a crash counts only what the crash has lost. The day of
/// a command is that of the timestamp of its record, which a replay does not change.
///
/// Days are published some time after they change; after a start, all days that are kept are published.
final class UsageCounter {

    /// Precedes the first day of an organization in the order of keys.
    private static final String FIRST = "0";

    /// Follows the last day of an organization in the order of keys.
    private static final String AFTER_LAST = "a";

    private final KeyValueStore<String, CountedDay> days;
    private final CatalogState state;
    private final Map<Organization, Optional<CountedDay>> lastDays = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private LocalDate tidied = LocalDate.EPOCH;
    private boolean started;

    UsageCounter(KeyValueStore<String, CountedDay> days, CatalogState state) {
        this.days = days;
        this.state = state;
    }

    /// Returns whether the upload was decided before under another number: a worker may publish its command
    /// twice. Must be called before the decision changes the state.
    boolean isRepeated(CatalogCommand command, long number) {
        if (!(command instanceof Register register)) {
            return false;
        }
        var hash = ImageHash.of(register.binaryHash(), register.dynamicMetadata(), register.isProtected());
        var binary = state.binary(register.organization(), register.binaryHash());
        var created = binary.flatMap(it -> it.variant(hash))
                .filter(variant -> variant.createdBy().equals(register.id()) && variant.created() != number);
        var decided = binary.flatMap(it -> it.memory().ofCommand(register.id(), hash.value()))
                .filter(result -> result.number() != number);
        return created.isPresent() || decided.isPresent();
    }

    /// Counts an upload.
    ///
    /// @param time timestamp of its record
    void count(Register command, Outcome outcome, long number, Instant time) {
        var day = day(command.organization(), time);
        if (number <= day.number()) {
            return;
        }
        switch (outcome) {
            case Outcome.Registered registered
            when registered.created() -> put(day.with(day.usage().withCreated(savedByOptimizing(command)), number));
            case Outcome.Registered _ -> put(day.with(day.usage().withExisting(receivedBytes(command)), number));
            case Outcome.Rejected rejected ->
                put(day.withRejection(rejected.reason().code(), command.id(), number));
            default -> throw new IllegalArgumentException("no outcome of an upload: " + outcome);
        }
    }

    /// Counts an upload that was rejected before it reached the catalog.
    void count(CountRejection command, long number, Instant time) {
        var day = day(command.organization(), time);
        if (number > day.number()
                && !day.rejections().contains(command.id())
                && state.organization(command.organization()).isPresent()) {
            put(day.withRejection(command.reason(), command.id(), number));
        }
    }

    private static long savedByOptimizing(Register command) {
        return receivedBytes(command) - command.content().size();
    }

    private static long receivedBytes(Register command) {
        var optimization = command.content().optimization();
        return optimization == null || optimization.originalSize() == null
                ? command.content().size()
                : optimization.originalSize();
    }

    /// Returns the day of a record. Once a later day has begun, all records belong to that one: clocks
    /// differ, and each day continues the sums of the one before it.
    private CountedDay day(Organization organization, Instant time) {
        var date = LocalDate.ofInstant(time, ZoneOffset.UTC);
        var last = lastDays.computeIfAbsent(organization, this::lastDay);
        if (last.isPresent() && !last.get().usage().day().isBefore(date)) {
            return last.get();
        }
        var saved = last.map(day -> day.usage().saved()).orElse(DayUsage.Saved.NOTHING);
        return new CountedDay(DayUsage.begin(organization, date, saved), 0, List.of());
    }

    private Optional<CountedDay> lastDay(Organization organization) {
        var prefix = organization.name() + '/';
        try (var all = days.reverseRange(prefix + FIRST, prefix + AFTER_LAST)) {
            return all.hasNext() ? Optional.of(all.next().value) : Optional.empty();
        }
    }

    private void put(CountedDay day) {
        lastDays.put(day.usage().organization(), Optional.of(day));
        days.put(day.usage().key(), day);
        changed.add(day.usage().key());
    }

    /// Returns whether there is something to publish or to remove.
    boolean isDue(Instant now) {
        return !started || !changed.isEmpty() || tidied.isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    /// Returns the days to publish, and removes old ones.
    ///
    /// @param removed receives the keys of the days that are removed
    List<DayUsage> publish(Instant now, Consumer<String> removed) {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!started || tidied.isBefore(today)) {
            tidy(today, removed);
        }
        var publish = new ArrayList<DayUsage>();
        for (var key : changed) {
            var day = days.get(key);
            if (day != null) {
                publish.add(day.usage());
            }
        }
        changed.clear();
        started = true;
        tidied = today;
        return publish;
    }

    /// Removes days that are older than those that are kept, except the last day of each organization, which
    /// contains the sums. After a start, the other days are published again, as a crash may have lost that.
    private void tidy(LocalDate today, Consumer<String> removed) {
        var oldest = today.minusDays(DayUsage.DAYS);
        @Nullable DayUsage previous = null;
        try (var all = days.all()) {
            while (all.hasNext()) {
                var usage = all.next().value.usage();
                if (previous != null
                        && previous.organization().equals(usage.organization())
                        && previous.day().isBefore(oldest)) {
                    days.delete(previous.key());
                    removed.accept(previous.key());
                    changed.remove(previous.key());
                }
                if (!started) {
                    changed.add(usage.key());
                }
                previous = usage;
            }
        }
    }
}
