/// Who may do what: organizations ([io.sluice.account.OrganizationAccount]), users, their API keys and roles.
@NullMarked
package io.sluice.account;

import org.jspecify.annotations.NullMarked;
