package io.sluice.lab.storm.cluster;

import java.util.Locale;

/// All connections of a service to the broker or to the store.
public record Link(ServiceName service, To to) {

    public enum To {
        BROKER,
        STORE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return service + " to " + to;
    }
}
