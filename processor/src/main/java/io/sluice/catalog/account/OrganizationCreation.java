package io.sluice.catalog.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.PersonalHome;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.UserState;
import io.sluice.command.AccountCommand.CreateOrganization;
import io.sluice.command.AccountCommand.SignUp;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// The decisions that create an organization: [SignUp], with a user who is its admin, and
/// [CreateOrganization], for an existing user.
public final class OrganizationCreation {

    private final CatalogState state;

    public OrganizationCreation(CatalogState state) {
        this.state = state;
    }

    public Decision decide(SignUp command, long number, Instant now) {
        return found(command, command.displayName(), command.email(), command.user(), number)
                .map(organization -> {
                    // in a replay one or both may exist already
                    var user = state.user(command.user()).orElseGet(() -> user(command, number));
                    var outcome = new Outcome.SignedUp(command.envelope(), now, organization.account(), command.user());
                    return Decision.done(
                            List.of(new StateChange.PutUser(user), new StateChange.PutOrganization(organization)),
                            outcome,
                            List.of());
                })
                .orElseGet(() -> taken(command, now));
    }

    public Decision decide(CreateOrganization command, long number, Instant now) {
        return found(command, command.displayName(), command.billingEmail(), command.admin(), number)
                .map(organization -> {
                    var outcome = new Outcome.OrganizationCreated(command.envelope(), now, organization.account());
                    return Decision.done(List.of(new StateChange.PutOrganization(organization)), outcome, List.of());
                })
                .orElseGet(() -> taken(command, now));
    }

    /// Returns the organization that the command creates, or has created before; none when the name is taken.
    private Optional<OrganizationState> found(
            CatalogCommand command, String displayName, String billingEmail, UserId admin, long number) {
        if (PersonalHome.isReserved(command.organization())) {
            return Optional.empty();
        }
        var existing = state.organization(command.organization());
        if (existing.isPresent()) {
            return existing.filter(it -> it.isCreatedBy(command));
        }
        var account = new OrganizationAccount(
                command.organization(),
                // derived from the command, so that a replay creates the same one
                UUID.nameUUIDFromBytes((command.organization() + "/" + command.id()).getBytes(UTF_8)),
                displayName,
                billingEmail,
                command.trail().accepted(),
                Map.of(admin, new Membership(new TreeSet<>(EnumSet.of(Role.ADMIN)), "")),
                command.id(),
                OrganizationOptions.NONE);
        return Optional.of(OrganizationState.created(account, command, number));
    }

    private static UserState user(SignUp command, long number) {
        var account = new UserAccount(
                command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id());
        return UserState.created(account, command, number);
    }

    private static Decision taken(CatalogCommand command, Instant now) {
        return Decision.refused(
                command, new Rejection.OrganizationTaken(command.organization().name()), now);
    }
}
