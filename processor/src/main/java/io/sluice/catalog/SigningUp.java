package io.sluice.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.command.CatalogCommand.SignUp;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/// Decides [SignUp]: a new organization and a user who is its admin.
final class SigningUp {

    private final CatalogState state;

    SigningUp(CatalogState state) {
        this.state = state;
    }

    Decision decide(SignUp command, long number, Instant now) {
        var existing = state.organization(command.organization());
        if (existing.isPresent() && !existing.get().isCreatedBy(command)) {
            return Decision.refused(
                    command,
                    new Rejection.OrganizationTaken(command.organization().name()),
                    now);
        }
        // in a replay both may be there already, or one of them
        var organization = existing.orElseGet(() -> new OrganizationState(organization(command), command.id(), number));
        var user = state.user(command.user()).orElseGet(() -> user(command));
        var outcome = new Outcome.SignedUp(
                command.operation(),
                command.part(),
                command.organization(),
                command.trail(),
                now,
                organization.account(),
                command.user());
        return Decision.done(
                List.of(new StateChange.PutUser(user), new StateChange.PutOrganization(organization)),
                outcome,
                List.of());
    }

    private static OrganizationAccount organization(SignUp command) {
        var admin = new Membership(new TreeSet<>(EnumSet.of(Role.ADMIN)), "");
        return new OrganizationAccount(
                command.organization(),
                // made of the command, so that a replay makes the same one
                UUID.nameUUIDFromBytes((command.organization() + "/" + command.id()).getBytes(UTF_8)),
                command.displayName(),
                command.email(),
                command.trail().accepted(),
                Map.of(command.user(), admin),
                command.id());
    }

    private static UserAccount user(SignUp command) {
        return new UserAccount(
                command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id());
    }
}
