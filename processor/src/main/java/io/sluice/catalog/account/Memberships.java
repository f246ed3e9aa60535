package io.sluice.catalog.account;

import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.UserState;
import io.sluice.command.AccountCommand.AddMember;
import io.sluice.command.AccountCommand.RemoveMembership;
import io.sluice.command.AccountCommand.SetMembership;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The decisions about the members of an organization and their roles: [AddMember], [SetMembership] and
/// [RemoveMembership]. An organization always has an admin.
public final class Memberships {

    private final CatalogState state;

    public Memberships(CatalogState state) {
        this.state = state;
    }

    /// Creates a user and the membership. A crash may have kept only one of the two.
    public Decision decide(AddMember command, long number, Instant now) {
        var existing = state.user(command.user());
        if (existing.isPresent() && !existing.get().createdBy().equals(command.id())) {
            var reason = new Rejection.MalformedCommand("the user " + command.user() + " exists already");
            return Decision.invalid(command, reason, now, List.of());
        }
        var account = new UserAccount(
                command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id());
        var user = existing.orElseGet(() -> UserState.created(account, command, number));
        return decide(
                command,
                command.user(),
                number,
                now,
                command.membership(),
                List.of(new StateChange.PutUser(user)),
                organization -> set(organization, command.user(), command.membership()));
    }

    public Decision decide(SetMembership command, long number, Instant now) {
        return decide(
                command,
                command.user(),
                number,
                now,
                command.membership(),
                List.of(),
                organization -> set(organization, command.user(), command.membership()));
    }

    public Decision decide(RemoveMembership command, long number, Instant now) {
        return decide(
                command,
                command.user(),
                number,
                now,
                null,
                List.of(),
                organization -> remove(organization, command.user()));
    }

    /// The effect of a command on the members.
    private record Step(Map<UserId, Membership> members, Result result) {}

    private Decision decide(
            CatalogCommand command,
            UserId user,
            long number,
            Instant now,
            @Nullable Membership membership,
            List<StateChange> changes,
            Function<OrganizationAccount, Step> step) {
        return new OrganizationChange(state, command, number, now)
                .decide(
                        user.toString(),
                        account -> change(account, step.apply(account), command.id()),
                        (result, organization) ->
                                answer(command, user, now, membership, result, changes, organization));
    }

    private static OrganizationChange.Effect change(OrganizationAccount account, Step step, CommandId change) {
        return new OrganizationChange.Effect(
                step.members().equals(account.members()) ? account : withMembers(account, step.members(), change),
                step.result());
    }

    private static Step set(OrganizationAccount organization, UserId user, Membership membership) {
        var members = new HashMap<>(organization.members());
        var before = members.put(user, membership);
        if (membership.equals(before)) {
            return new Step(organization.members(), Result.UNCHANGED);
        }
        if (before == null && members.size() > OrganizationAccount.MAX_MEMBERS) {
            return new Step(organization.members(), Result.TOO_MANY_MEMBERS);
        }
        return hasAdmin(members)
                ? new Step(members, before == null ? Result.CREATED : Result.CHANGED)
                : new Step(organization.members(), Result.LAST_ADMIN);
    }

    private static Step remove(OrganizationAccount organization, UserId user) {
        var members = new HashMap<>(organization.members());
        if (members.remove(user) == null) {
            return new Step(organization.members(), Result.NOT_FOUND);
        }
        return hasAdmin(members)
                ? new Step(members, Result.REMOVED)
                : new Step(organization.members(), Result.LAST_ADMIN);
    }

    private static boolean hasAdmin(Map<UserId, Membership> members) {
        return members.values().stream()
                .anyMatch(membership -> membership.roles().contains(Role.ADMIN));
    }

    private static Decision answer(
            CatalogCommand command,
            UserId user,
            Instant now,
            @Nullable Membership membership,
            Result result,
            List<StateChange> others,
            OrganizationState organization) {
        var changes = new ArrayList<>(others);
        changes.add(new StateChange.PutOrganization(organization));
        return switch (result) {
            case CREATED -> changed(command, user, now, membership, Effect.CREATED, changes);
            case UNCHANGED -> changed(command, user, now, membership, Effect.UNCHANGED, changes);
            case REMOVED -> changed(command, user, now, null, Effect.REMOVED, changes);
            case LAST_ADMIN ->
                Decision.refused(
                        command, new Rejection.LastAdmin(command.organization().name()), now, changes, List.of());
            case NOT_FOUND ->
                Decision.refused(
                        command,
                        new Rejection.NotFound("membership of user " + user + " in " + command.organization()),
                        now,
                        changes,
                        List.of());
            case TOO_MANY_MEMBERS ->
                Decision.refused(
                        command,
                        new Rejection.TooManyMembers(OrganizationAccount.MAX_MEMBERS),
                        now,
                        List.of(new StateChange.PutOrganization(organization)),
                        List.of());
            case CHANGED,
                    TAKEN_OVER,
                    KEPT,
                    DELETED,
                    PURGED,
                    LOCKED,
                    PROTECTED,
                    TOO_MUCH_METADATA,
                    QUOTA,
                    TOO_MANY_KEYS -> changed(command, user, now, membership, Effect.CHANGED, changes);
        };
    }

    private static Decision changed(
            CatalogCommand command,
            UserId user,
            Instant now,
            @Nullable Membership membership,
            Effect effect,
            List<StateChange> changes) {
        var outcome = new Outcome.MembershipChanged(command.envelope(), now, user, membership, effect);
        return Decision.done(changes, outcome, List.of());
    }

    private static OrganizationAccount withMembers(
            OrganizationAccount account, Map<UserId, Membership> members, CommandId change) {
        return new OrganizationAccount(
                account.name(),
                account.id(),
                account.displayName(),
                account.billingEmail(),
                account.created(),
                members,
                change,
                account.options());
    }
}
