package io.sluice.lab.bench.imaging;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// One conversion, or the middle of several.
///
/// @param wall      time that passed
/// @param cpu       time that all processors worked for it, user and system; zero where that cannot be told
/// @param peakBytes most memory that its process held; zero where that cannot be told
/// @param size      bytes of the result
record Run(Duration wall, Duration cpu, long peakBytes, long size) {

    /// The medians of the times, the largest memory.
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
