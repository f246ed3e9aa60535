package io.sluice.copier;

import io.sluice.testsupport.WrittenBefore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that entries of state stores that release 1.0 wrote, before its records were regrouped, are read
/// with the same meaning. The samples in `written-before` were written by that release and are never
/// regenerated.
class StateWrittenBeforeTest {

    @ParameterizedTest
    @CsvSource({"copier-jobs, io.sluice.copier.job.JobState"})
    void readsAndWritesEveryEntryAsBefore(String file, Class<?> type) throws Exception {
        WrittenBefore.assertReadAndWrittenAlike(file, type);
    }
}
