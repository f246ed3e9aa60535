package io.sluice.lab.bench.imaging;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// One conversion, or the medians of several.
///
/// @param wall      elapsed time
/// @param cpu       CPU time of all processors, user and system; zero when it is unknown
/// @param peakBytes peak memory of its process; zero when it is unknown
/// @param size      size of the result in bytes
record Run(Duration wall, Duration cpu, long peakBytes, long size) {

    /// Returns the medians of the times, and the largest memory.
    static Run median(List<Run> runs) {
        return new Run(
                runs.stream().map(Run::wall).sorted().toList().get(runs.size() / 2),
                runs.stream().map(Run::cpu).sorted().toList().get(runs.size() / 2),
                runs.stream().mapToLong(Run::peakBytes).max().orElseThrow(),
                runs.stream()
                        .max(Comparator.comparingLong(Run::size))
                        .orElseThrow()
                        .size());
    }
}
