package io.sluice.catalog;

import io.sluice.account.DayUsage;
import io.sluice.operation.CommandId;
import java.util.ArrayList;
import java.util.List;

/// The stored state of a day's usage.
///
/// @param number     number of the last command that was counted; neither it nor an earlier one counts again
/// @param rejections the last commands that were counted as rejected: a worker may publish one twice
record CountedDay(DayUsage usage, long number, List<CommandId> rejections) {

    /// Maximum number of stored rejections: more between two publications of the same one are very unlikely.
    private static final int MAX_REJECTIONS = 64;

    CountedDay {
        rejections = List.copyOf(rejections);
    }

    CountedDay with(DayUsage counted, long by) {
        return new CountedDay(counted, by, rejections);
    }

    CountedDay withRejection(String code, CommandId command, long by) {
        var last = new ArrayList<>(rejections);
        last.add(command);
        return new CountedDay(
                usage.withRejection(code), by, last.subList(Math.max(0, last.size() - MAX_REJECTIONS), last.size()));
    }
}
