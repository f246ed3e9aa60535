package io.sluice.catalog;

import io.sluice.testsupport.WrittenBefore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Checks that entries of state stores that release 1.0 wrote, before its records were regrouped, are read
/// with the same meaning. The samples in `written-before` were written by that release and are never
/// regenerated.
class StateWrittenBeforeTest {

    @ParameterizedTest
    @CsvSource({
        "catalog-binaries, io.sluice.catalog.state.BinaryState",
        "catalog-hashes, io.sluice.catalog.state.HashEntry",
        "catalog-organizations, io.sluice.catalog.state.OrganizationState",
        "catalog-users, io.sluice.catalog.state.UserState",
        "catalog-deletions, io.sluice.catalog.state.Deleted",
        "catalog-numbering, io.sluice.catalog.edit.Numbering",
        "webhook-operations, io.sluice.webhook.OpenOperation"
    })
    void readsAndWritesEveryEntryAsBefore(String file, Class<?> type) throws Exception {
        WrittenBefore.assertReadAndWrittenAlike(file, type);
    }
}
