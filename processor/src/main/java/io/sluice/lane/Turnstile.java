package io.sluice.lane;

import io.sluice.precedence.Pace;
import io.sluice.precedence.Precedence;
import org.jspecify.annotations.Nullable;

/// The precedence of organizations in one lane.
///
/// @param precedence receives what organizations use
/// @param pace       of the tasks of heavy organizations; null for a lane whose tasks leave the processors to
///                   others
public record Turnstile(Precedence precedence, @Nullable Pace pace) {

    /// Returns whether a task of the organization may begin now.
    boolean admits(String tenant) {
        return pace == null || pace.admits(tenant);
    }

    /// Records that a task of the organization begins.
    void began(String tenant) {
        if (pace != null) {
            pace.began(tenant, 1);
        }
    }

    /// Records that a task of the organization has ended.
    ///
    /// @param cost      of its turn, in seconds
    /// @param processor seconds for which it used a processor
    void ended(String tenant, double cost, double processor) {
        precedence.used(tenant, cost);
        if (pace != null) {
            pace.ended(tenant, processor);
        }
    }

    /// Returns after how many nanoseconds an organization that was refused may be admitted.
    long nextLook() {
        return pace == null ? Long.MAX_VALUE : pace.nextLook();
    }
}
