package io.sluice.lab.storm.cluster;

import java.util.List;

/// The processes of a storm.
public enum Layout {
    /// Six services and the broker, each in a separate process.
    SERVICES(
            "many processes",
            ServiceName.BROKER,
            ServiceName.API_1,
            ServiceName.API_2,
            ServiceName.PROCESSOR_1,
            ServiceName.PROCESSOR_2,
            ServiceName.COPIER_1,
            ServiceName.COPIER_2),

    /// Six services and three brokers, each of which is a controller, too.
    THREE_BROKERS(
            "many processes and three brokers",
            ServiceName.BROKER,
            ServiceName.BROKER_2,
            ServiceName.BROKER_3,
            ServiceName.API_1,
            ServiceName.API_2,
            ServiceName.PROCESSOR_1,
            ServiceName.PROCESSOR_2,
            ServiceName.COPIER_1,
            ServiceName.COPIER_2),

    /// `sluice serve`, with an embedded broker.
    SERVER("one process", ServiceName.SERVER),

    /// `sluice serve`, and a separate broker that can be made unreachable.
    SERVER_AND_BROKER("one process and a broker", ServiceName.BROKER, ServiceName.SERVER);

    private final String meaning;
    private final List<ServiceName> processes;

    Layout(String meaning, ServiceName... processes) {
        this.meaning = meaning;
        this.processes = List.of(processes);
    }

    /// Returns all processes, in the order in which they are started.
    public List<ServiceName> processes() {
        return processes;
    }

    /// Returns all processes except the brokers, which all of them need.
    public List<ServiceName> clients() {
        return processes.stream()
                .filter(name -> name.kind() != ServiceName.Kind.BROKER)
                .toList();
    }

    /// Returns the processes that can be restarted one after the other while clients work: all except a broker that
    /// is the only one.
    public List<ServiceName> rolling() {
        return brokers().size() > 1 ? processes : clients();
    }

    /// Returns the processes with an HTTP API.
    public List<ServiceName> apis() {
        return processes.stream().filter(name -> name.kind().answersClients()).toList();
    }

    /// Returns the separate brokers.
    public List<ServiceName> brokers() {
        return processes.stream()
                .filter(name -> name.kind() == ServiceName.Kind.BROKER)
                .toList();
    }

    @Override
    public String toString() {
        return meaning;
    }
}
