package io.sluice.copier;

import io.sluice.testsupport.WrittenBefore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that entries of state stores that release 1.0 wrote before its records were regrouped are read to the same
/// meaning.
class StateWrittenBeforeTest {

    @ParameterizedTest
    @CsvSource({"copier-jobs, io.sluice.copier.JobState"})
    void readsAndWritesEveryEntryAsBefore(String file, Class<?> type) throws Exception {
        WrittenBefore.assertReadAndWrittenAlike(file, type);
    }
}
