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

    /// Returns all processes except the broker, which all of them need.
    public List<ServiceName> clients() {
        return processes.stream().filter(name -> name != ServiceName.BROKER).toList();
    }

    /// Returns the processes with an HTTP API.
    public List<ServiceName> apis() {
        return processes.stream().filter(name -> name.kind().answersClients()).toList();
    }

    /// Returns the process of the broker.
    ServiceName broker() {
        return has(ServiceName.BROKER) ? ServiceName.BROKER : ServiceName.SERVER;
    }

    /// Returns the number of separate brokers.
    public int brokers() {
        return processes.size() - clients().size();
    }

    boolean has(ServiceName name) {
        return processes.contains(name);
    }

    @Override
    public String toString() {
        return meaning;
    }
}
