package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Link;
import java.time.Duration;
import java.util.List;

/// What the processes of a trial have to survive.
public sealed interface Trial {

    /// Other processes take the processor time, ours have a lower priority and are halted one after the other.
    ///
    /// @param length   from the first spinning process to the end of the last
    /// @param spinners spinning processes
    record Starve(Duration length, int spinners) implements Trial {

        @Override
        public Layout layout(boolean oneProcess) {
            return oneProcess ? Layout.SERVER : Layout.SERVICES;
        }

        /// Where eight processes spin, a process of lower priority gets a tenth of a core: what takes 2 s of processor
        /// time takes 20 s.
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

    /// The broker or the store cannot be reached, one time after the other.
    record Outages(List<Outage> outages) implements Trial {

        public Outages {
            outages = List.copyOf(outages);
        }

        /// The broker inside of a server cannot be away alone.
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

    /// How much later than promised an answer may be, because of what the processes go through.
    Duration slack();

    /// Longest time in which nothing can go on: by so much a change may be late that a client has given up.
    Duration longestStandstill();
}
