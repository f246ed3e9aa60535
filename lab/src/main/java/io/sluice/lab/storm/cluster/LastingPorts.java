package io.sluice.lab.storm.cluster;

import io.sluice.standalone.broker.LoopbackPorts;
import io.sluice.standalone.console.CommandFailure;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that a process has again after it was killed. They are below those that systems give to outgoing connections:
/// one of those could take the port while nobody listens there.
final class LastingPorts {

    private static final int FIRST = 15_000;
    private static final int LAST = 31_000;

    private LastingPorts() {}

    /// As many free ports in a row as are asked for, beginning anywhere.
    static Queue<Integer> choose(int count) {
        var chosen = new ArrayDeque<Integer>();
        var next = ThreadLocalRandom.current().nextInt(FIRST, LAST - 1_000);
        while (chosen.size() < count && next < LAST) {
            if (LoopbackPorts.isFree(next)) {
                chosen.add(next);
            }
            next++;
        }
        if (chosen.size() < count) {
            throw new CommandFailure("there are not " + count + " free ports on the loopback address");
        }
        return chosen;
    }
}
