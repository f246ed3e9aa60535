package io.sluice.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.Organization;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The uploads of an organization that ended on one day, in UTC; the value of `sluice.usage`.
///
/// @param uploads  files that were stored or existed
/// @param existing files of these that existed
/// @param rejected files that were rejected, by the code of the reason
/// @param saved    bytes saved from the beginning to the end of this day
public record DayUsage(
        Organization organization,
        LocalDate day,
        long uploads,
        long existing,
        Map<String, Long> rejected,
        @JsonUnwrapped Saved saved) {

    /// Number of days that are kept.
    public static final int DAYS = 30;

    private static final char SEPARATOR = '/';

    /// Bytes that need not be stored.
    ///
    /// @param savedByOptimizing differences between received and converted bytes
    /// @param savedByExisting   bytes that were received although they were there
    public record Saved(long savedByOptimizing, long savedByExisting) {

        public static final Saved NOTHING = new Saved(0, 0);

        public Saved plus(long byOptimizing, long byExisting) {
            return new Saved(savedByOptimizing + byOptimizing, savedByExisting + byExisting);
        }
    }

    public DayUsage {
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }

    /// Returns a day without uploads.
    ///
    /// @param saved bytes saved before
    public static DayUsage begin(Organization organization, LocalDate day, Saved saved) {
        return new DayUsage(organization, day, 0, 0, Map.of(), saved);
    }

    /// Returns this day with one more upload that was stored.
    ///
    /// @param byOptimizing bytes saved by converting it
    public DayUsage withCreated(long byOptimizing) {
        return new DayUsage(organization, day, uploads + 1, existing, rejected, saved.plus(byOptimizing, 0));
    }

    /// Returns this day with one more upload of what existed.
    public DayUsage withExisting(long bytes) {
        return new DayUsage(organization, day, uploads + 1, existing + 1, rejected, saved.plus(0, bytes));
    }

    /// Returns this day with one more rejection.
    public DayUsage withRejection(String code) {
        var more = new TreeMap<>(rejected);
        more.merge(code, 1L, Long::sum);
        return new DayUsage(organization, day, uploads, existing, more, saved);
    }

    /// Returns the key of this day, for example on `sluice.usage`; keys are in the order of days.
    public String key() {
        return key(organization, day);
    }

    /// Returns the key of a day.
    public static String key(Organization organization, LocalDate day) {
        return organization.name() + SEPARATOR + day;
    }
}
