package io.sluice.lab.storm.check;

import io.sluice.lab.storm.check.OutageWatch.Probe;
import io.sluice.lab.storm.check.OutageWatch.Sample;
import io.sluice.lab.storm.fault.Outage;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The comparison of the processes' responses during an outage with the required responses.
public final class OutageCheck {

    /// Maximum time from the beginning of an outage until every process has detected it.
    static final Duration DETECTION = Duration.ofSeconds(15);

    /// Maximum time until a write is refused once the outage is detected.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// Maximum time of responses that do not need the unavailable dependency.
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Outage outage;
    private final List<Sample> samples;
    private final Duration bound;

    private OutageCheck(Outage outage, Collection<Sample> samples, Duration bound) {
        this.outage = outage;
        this.bound = bound;
        this.samples = List.copyOf(samples);
    }

    /// @param bound maximum time until any response
    public static List<Check> of(Outage outage, Collection<Sample> samples, Duration bound) {
        return new OutageCheck(outage, samples, bound).checks();
    }

    private List<Check> checks() {
        var checks = new ArrayList<Check>();
        checks.add(always(Probe.LIVE, SOON, "200", sample -> sample.status() == 200));
        checks.add(onceKnown(
                Probe.READY,
                SOON,
                "503 with the missing dependency",
                sample -> sample.status() == 503 && !sample.detail().isEmpty()));
        checks.add(always(Probe.READ, SOON, "200", sample -> sample.status() == 200));
        switch (outage.target()) {
            case BROKER -> {
                checks.addAll(refused(Probe.CHANGE, AT_ONCE));
                checks.addAll(refused(Probe.UPLOAD, AT_ONCE));
            }
            case STORE -> {
                checks.add(
                        always(Probe.CHANGE, bound, "2xx", sample -> sample.status() >= 200 && sample.status() < 300));
                checks.addAll(refused(Probe.UPLOAD, bound));
            }
        }
        return checks;
    }

    /// Checks refusals: any response before the outage is detected, and a refusal within `limit` afterwards.
    private List<Check> refused(Probe probe, Duration limit) {
        var early = check(
                probe + " in the first " + DETECTION.toSeconds() + " s",
                asked(probe, sample -> !isKnown(sample)),
                bound,
                "any status",
                sample -> sample.status() > 0);
        var late = onceKnown(
                probe, limit, "503 with Retry-After", sample -> sample.status() == 503 && sample.retryAfter());
        return List.of(early, late);
    }

    private Check always(Probe probe, Duration limit, String allowed, Predicate<Sample> right) {
        return check(probe.toString(), asked(probe, _ -> true), limit, allowed, right);
    }

    private Check onceKnown(Probe probe, Duration limit, String allowed, Predicate<Sample> right) {
        return check(
                probe + " after " + DETECTION.toSeconds() + " s",
                asked(probe, OutageCheck::isKnown),
                limit,
                allowed,
                right);
    }

    private static boolean isKnown(Sample sample) {
        return sample.at().compareTo(DETECTION) >= 0;
    }

    private List<Sample> asked(Probe probe, Predicate<Sample> when) {
        return samples.stream()
                .filter(sample -> sample.probe() == probe && when.test(sample))
                .toList();
    }

    private Check check(String what, List<Sample> asked, Duration limit, String allowed, Predicate<Sample> right) {
        var all = asked.stream().filter(sample -> isDue(sample, limit)).toList();
        var wrong = all.stream()
                .filter(sample -> !right.test(sample) || sample.took().compareTo(limit) > 0)
                .toList();
        var longest = all.stream().map(Sample::took).max(Duration::compareTo);
        return new Check(
                outage.target() + " unavailable: " + what,
                longest.map(time -> (all.size() - wrong.size()) + " of " + all.size() + ", longest " + Units.time(time))
                        .orElse("none was due"),
                allowed + " within " + Units.time(limit),
                wrong.isEmpty(),
                wrong.stream()
                        .min(Comparator.comparing(Sample::at))
                        .map(OutageCheck::text)
                        .orElse(""));
    }

    /// Whether its response arrived, or its time was over, before the end of the outage: later responses prove
    /// nothing.
    private boolean isDue(Sample sample, Duration limit) {
        var due = sample.took().compareTo(limit) < 0 ? sample.took() : limit;
        return sample.at().plus(due).compareTo(outage.lasts()) < 0;
    }

    private static String text(Sample sample) {
        return "first at " + sample.process() + " after " + Units.time(sample.at()) + ": status " + sample.status()
                + (sample.retryAfter() ? " with" : " without") + " Retry-After in " + Units.time(sample.took())
                + (sample.detail().isEmpty() ? "" : ", " + sample.detail());
    }
}
