package io.sluice.dispatch;

import io.sluice.lane.Gate;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import io.sluice.lane.Turnstile;
import io.sluice.precedence.Precedence;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// All lanes. Safe for use by many threads.
final class Lanes implements JobRunner.JobSink {

    private final Map<LaneName, Lane<Job>> lanes = new EnumMap<>(LaneName.class);

    /// Jobs a second that heavy organizations begin even while the processors are busy.
    private static final double LEAST_RATE = 20;

    /// Waiting jobs that read bytes next for each one that is fetched next.
    private static final int FETCHES = 8;

    private Lanes() {}

    /// Starts the lanes.
    ///
    /// @param gate       decides which jobs may begin
    /// @param precedence of organizations in this process
    static Lanes start(
            Map<LaneName, LaneConfig> configs, Gate<Job> gate, Precedence precedence, Heartbeats heartbeats) {
        var lanes = new Lanes();
        for (var name : LaneName.values()) {
            var config = configs.get(name);
            if (config == null) {
                throw new IllegalArgumentException("the lane " + name + " is not configured");
            }
            // fetches wait for others, and conversions run in processes of lower priority
            var turnstile =
                    new Turnstile(precedence, name == LaneName.DIRECT ? precedence.pace("job", LEAST_RATE) : null);
            lanes.lanes.put(name, Lane.start(name, config, gate, turnstile, heartbeats));
        }
        return lanes;
    }

    @Override
    public void add(Job job) {
        lane(job.lane()).add(job);
    }

    private Lane<Job> lane(LaneName name) {
        var lane = lanes.get(name);
        if (lane == null) {
            throw new IllegalStateException("there is no lane " + name);
        }
        return lane;
    }

    Collection<Lane<Job>> all() {
        return lanes.values();
    }

    /// Checks again which jobs may begin.
    void recheck() {
        all().forEach(Lane::recheck);
    }

    void removeIf(Predicate<Job> jobs) {
        all().forEach(lane -> lane.removeIf(jobs));
    }

    /// Returns the jobs whose bytes are being read or likely to be read next in this process: fetches are as soon
    /// as they are done, conversions are read by other processes.
    ///
    /// @param next maximum number of the latter
    List<Job> inWork(int next) {
        var jobs = new ArrayList<>(lane(LaneName.DIRECT).inWork(next));
        jobs.addAll(lane(LaneName.FETCH).inWork(next / FETCHES));
        return jobs;
    }

    /// Returns the number of threads that read bytes.
    int threads() {
        return lane(LaneName.DIRECT).size();
    }

    /// Returns the number of stages that have begun to read bytes.
    long begun() {
        return lane(LaneName.DIRECT).begun();
    }

    /// Returns the longest time that an organization has waited for its turn.
    Duration longestWait() {
        return all().stream().map(Lane::longestWait).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    boolean isStuck() {
        return all().stream().anyMatch(Lane::isStuck);
    }

    boolean failed() {
        return all().stream().anyMatch(Lane::failed);
    }

    /// Ends all lanes after their tasks in progress.
    ///
    /// @param drain maximum time of these tasks
    /// @param leave maximum time until they end after they are interrupted
    /// @return whether all have ended
    boolean end(Duration drain, Duration leave) throws InterruptedException {
        all().forEach(Lane::end);
        if (ended(drain)) {
            return true;
        }
        all().forEach(Lane::interrupt);
        return ended(leave);
    }

    private boolean ended(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        for (var lane : all()) {
            if (!lane.ended(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    void interrupt() {
        all().forEach(Lane::interrupt);
    }
}
