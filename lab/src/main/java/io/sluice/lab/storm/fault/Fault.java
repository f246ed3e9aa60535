package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Link;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.cluster.StoreFaults;
import java.time.Duration;

/// Something that goes wrong for a while, and then is mended.
public sealed interface Fault {

    /// How the fault is called in the report, whatever it hits.
    String kind();

    /// The process is ended by SIGKILL and started again at the end.
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

    /// The process is asked to stop by SIGTERM and started again at the end.
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

    /// The process is halted by SIGSTOP and goes on at the end.
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

    /// Connections are reset, new ones too.
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

    /// Connections stay, but nothing comes through.
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

    /// Everything takes longer by `delay`.
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

    /// The store is not well.
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
