package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.Link;
import io.sluice.lab.storm.cluster.Network;
import io.sluice.lab.storm.connection.StoreFaults;
import io.sluice.lab.storm.connection.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The executor of a schedule: begins and ends faults.
public final class Saboteur {

    private final Cluster cluster;
    private final Network network;
    private final Consumer<String> report;

    /// The beginning or the end of a fault.
    private record Act(Duration at, Runnable action) {}

    /// @param report receives a description of each fault when it begins
    public Saboteur(Cluster cluster, Consumer<String> report) {
        this.cluster = cluster;
        this.network = cluster.network();
        this.report = report;
    }

    /// Executes the schedule, which begins now.
    public void run(Schedule schedule) throws InterruptedException {
        var acts = new ArrayList<Act>();
        for (var event : schedule.events()) {
            acts.add(new Act(event.at(), () -> begin(event)));
            acts.add(new Act(event.at().plus(event.lasts()), () -> end(event.fault())));
        }
        acts.sort(Comparator.comparing(Act::at));
        var began = System.nanoTime();
        for (var act : acts) {
            TimeUnit.NANOSECONDS.sleep(act.at.toNanos() - (System.nanoTime() - began));
            act.action.run();
        }
    }

    private void begin(Schedule.Event event) {
        report.accept(event.fault() + " for " + event.lasts().toMillis() + " ms");
        switch (event.fault()) {
            case Fault.Kill(var service) -> cluster.service(service).kill();
            case Fault.Stop(var service) -> cluster.service(service).stop();
            case Fault.Freeze(var service) -> cluster.service(service).freeze();
            case Fault.Cut(var link) -> network.set(link, new TcpProxy.Passage.Cut());
            case Fault.Isolate(var broker) -> network.set(broker, new TcpProxy.Passage.Cut());
            case Fault.Stall(var link) -> network.set(link, new TcpProxy.Passage.Stalled());
            case Fault.Slow(var link, var delay) -> network.set(link, new TcpProxy.Passage.Slow(delay));
            case Fault.Store(var health) -> network.storeFaults().set(health);
        }
    }

    private void end(Fault fault) {
        switch (fault) {
            case Fault.Kill(var service) -> cluster.service(service).start();
            case Fault.Stop(var service) -> cluster.service(service).start();
            case Fault.Freeze(var service) -> cluster.service(service).thaw();
            case Fault.Cut(var link) -> mend(link);
            case Fault.Isolate(var broker) -> network.set(broker, new TcpProxy.Passage.Open());
            case Fault.Stall(var link) -> mend(link);
            case Fault.Slow slow -> mend(slow.link());
            case Fault.Store _ -> network.storeFaults().set(StoreFaults.Health.GOOD);
        }
    }

    private void mend(Link link) {
        network.set(link, new TcpProxy.Passage.Open());
    }
}
