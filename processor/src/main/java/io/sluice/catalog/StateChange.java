package io.sluice.catalog;

import io.sluice.account.UserAccount;

/// One record to write to the state and to publish.
sealed interface StateChange {

    record PutImage(ImageState state) implements StateChange {}

    record PutOrganization(OrganizationState state) implements StateChange {}

    record PutUser(UserAccount user) implements StateChange {}
}
