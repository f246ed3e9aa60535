package io.sluice.lab.storm.cluster;

import io.sluice.standalone.broker.LoopbackPorts;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that a process uses again after it was killed. They are below the range of ports for outgoing
/// connections, one of which could take the port while the process does not run.
final class LastingPorts {

    private static final int FIRST = 15_000;
    private static final int LAST = 31_000;

    private LastingPorts() {}

    /// Returns `count` consecutive free ports from a random start.
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
