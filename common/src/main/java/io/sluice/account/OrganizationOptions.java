package io.sluice.account;

import org.jspecify.annotations.Nullable;

/// What admins and the operator have set for an organization; in JSON these are fields of the organization
/// itself.
///
/// @param webhook receives the outcomes of the organization's operations and jobs; null when there is none
/// @param limits  limits of the operator; null when there are none
public record OrganizationOptions(
        @Nullable Webhook webhook, @Nullable Limits limits) {

    public static final OrganizationOptions NONE = new OrganizationOptions(null, null);

    public OrganizationOptions {
        limits = Limits.NONE.equals(limits) ? null : limits;
    }

    public OrganizationOptions withWebhook(@Nullable Webhook other) {
        return new OrganizationOptions(other, limits);
    }

    public OrganizationOptions withLimits(Limits other) {
        return new OrganizationOptions(webhook, other);
    }
}
