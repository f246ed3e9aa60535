package io.sluice.lab.storm.cluster;

import java.util.List;

/// The processes that a storm is about.
public enum Layout {
    /// Five services and the broker, each in a process of its own.
    SERVICES(
            "many processes",
            ServiceName.BROKER,
            ServiceName.API_1,
            ServiceName.API_2,
            ServiceName.PROCESSOR_1,
            ServiceName.PROCESSOR_2,
            ServiceName.COPIER_1),

    /// `sluice serve`, with the broker inside.
    SERVER("one process", ServiceName.SERVER),

    /// `sluice serve`, and a broker of its own that can be away.
    SERVER_AND_BROKER("one process and a broker", ServiceName.BROKER, ServiceName.SERVER);

    private final String meaning;
    private final List<ServiceName> processes;

    Layout(String meaning, ServiceName... processes) {
        this.meaning = meaning;
        this.processes = List.of(processes);
    }

    /// All of them, in the order in which they are started.
    public List<ServiceName> processes() {
        return processes;
    }

    /// All but the broker, without which none of them can do anything.
    public List<ServiceName> clients() {
        return processes.stream().filter(name -> name != ServiceName.BROKER).toList();
    }

    /// Those that answer clients.
    public List<ServiceName> apis() {
        return processes.stream().filter(name -> name.kind().answersClients()).toList();
    }

    /// The process in which the broker runs.
    ServiceName broker() {
        return has(ServiceName.BROKER) ? ServiceName.BROKER : ServiceName.SERVER;
    }

    boolean has(ServiceName name) {
        return processes.contains(name);
    }

    @Override
    public String toString() {
        return meaning;
    }
}
