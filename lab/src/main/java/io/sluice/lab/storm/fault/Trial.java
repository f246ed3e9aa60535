package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Link;
import java.time.Duration;
import java.util.List;

/// The faults of a survival trial.
public sealed interface Trial {

    /// Other processes use the CPU time; ours have a lower priority and are halted one after the other.
    ///
    /// @param length   time from the first spinning process to the end of the last
    /// @param spinners number of spinning processes
    record Starve(Duration length, int spinners) implements Trial {

        @Override
        public Layout layout(boolean oneProcess) {
            return oneProcess ? Layout.SERVER : Layout.SERVICES;
        }

        /// With eight spinning processes, a process of lower priority gets a tenth of a core: work of 2 s of
        /// CPU time takes 20 s.
        @Override
        public Duration slack() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration longestStandstill() {
            return Starvation.longest(length).multipliedBy(2);
        }

        @Override
        public String toString() {
            return "starved for " + length.toSeconds() + " s beside " + spinners + " spinning processes";
        }
    }

    /// The broker or the store cannot be reached, in one outage after the other.
    record Outages(List<Outage> outages) implements Trial {

        public Outages {
            outages = List.copyOf(outages);
        }

        /// Selects a layout with a separate broker for an outage of the broker, which an embedded broker
        /// cannot have alone.
        @Override
        public Layout layout(boolean oneProcess) {
            if (!oneProcess) {
                return Layout.SERVICES;
            }
            return outages.stream().anyMatch(outage -> outage.target() == Link.To.BROKER)
                    ? Layout.SERVER_AND_BROKER
                    : Layout.SERVER;
        }

        @Override
        public Duration slack() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration longestStandstill() {
            return outages.stream().map(Outage::lasts).max(Duration::compareTo).orElse(Duration.ZERO);
        }

        @Override
        public String toString() {
            return String.join(", ", outages.stream().map(Outage::toString).toList());
        }
    }

    Layout layout(boolean oneProcess);

    /// Returns how much later than the bound a response may arrive, because of the faults.
    Duration slack();

    /// Returns the longest time without any progress: a change that a client gave up may happen that much
    /// later.
    Duration longestStandstill();
}
