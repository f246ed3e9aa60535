package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Link;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.connection.StoreFaults;
import java.time.Duration;

/// A fault that begins and ends.
public sealed interface Fault {

    /// Returns the name of the fault in the report, without its target.
    String kind();

    /// The process is killed by SIGKILL and restarted at the end.
    record Kill(ServiceName service) implements Fault {
        @Override
        public String kind() {
            return "kill -9 " + service.kind();
        }

        @Override
        public String toString() {
            return "kill -9 " + service;
        }
    }

    /// The process is stopped by SIGTERM and restarted at the end.
    record Stop(ServiceName service) implements Fault {
        @Override
        public String kind() {
            return "restart " + service.kind();
        }

        @Override
        public String toString() {
            return "restart " + service;
        }
    }

    /// The process is halted by SIGSTOP and continues at the end.
    record Freeze(ServiceName service) implements Fault {
        @Override
        public String kind() {
            return "freeze " + service.kind();
        }

        @Override
        public String toString() {
            return "freeze " + service;
        }
    }

    /// Connections are reset, including new ones.
    record Cut(Link link) implements Fault {
        @Override
        public String kind() {
            return "cut off from the " + link.to();
        }

        @Override
        public String toString() {
            return "cut " + link;
        }
    }

    /// All connections to a broker are reset, those of the services and of the other brokers; its own to other
    /// brokers are not.
    record Isolate(ServiceName broker) implements Fault {
        @Override
        public String kind() {
            return "a broker is cut off";
        }

        @Override
        public String toString() {
            return "cut off " + broker;
        }
    }

    /// Connections stay open, but transfer nothing.
    record Stall(Link link) implements Fault {
        @Override
        public String kind() {
            return "connections to the " + link.to() + " hang";
        }

        @Override
        public String toString() {
            return "stall " + link;
        }
    }

    /// All transfers are delayed by `delay`.
    record Slow(Link link, Duration delay) implements Fault {
        @Override
        public String kind() {
            return "connections to the " + link.to() + " are slow";
        }

        @Override
        public String toString() {
            return "slow " + link + " by " + delay.toMillis() + " ms";
        }
    }

    /// The store fails.
    record Store(StoreFaults.Health health) implements Fault {
        @Override
        public String kind() {
            return "the store " + health.meaning();
        }

        @Override
        public String toString() {
            return kind();
        }
    }
}
