/// Accounts and access rights: organizations ([io.sluice.account.OrganizationAccount]), users, API keys and
/// roles.
@NullMarked
package io.sluice.account;

import org.jspecify.annotations.NullMarked;
