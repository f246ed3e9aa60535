package io.sluice.ingest.access;

import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import java.util.Optional;
import java.util.Set;

/// Authentication and authorization of requests, before any of the body is read.
public final class Gate {

    private static final String HEADER = "Api-Key";

    private final AccountView accounts;
    private final RootKey rootKey;

    public Gate(AccountView accounts, RootKey rootKey) {
        this.accounts = accounts;
        this.rootKey = rootKey;
    }

    /// Authenticates the sender of the request.
    ///
    /// @throws ProblemException when the key is missing or wrong
    public Caller caller(Context context) {
        var key = context.header(HEADER);
        if (key == null || key.isBlank()) {
            throw new ProblemException(new Rejection.InvalidKey("The header " + HEADER + " is missing"));
        }
        if (rootKey.matches(key)) {
            return new Caller.Root();
        }
        return ApiKey.owner(key)
                .flatMap(accounts::user)
                .flatMap(user -> user.apiKeys().stream()
                        .filter(stored -> stored.matches(key))
                        .findFirst()
                        .<Caller>map(stored -> new Caller.User(user, stored)))
                .orElseThrow(() -> new ProblemException(new Rejection.InvalidKey("The API key is wrong")));
    }

    /// Authorizes `caller` in the organization of this name.
    ///
    /// @param anyOf permissions of which one is sufficient; empty when any membership is
    /// @throws ProblemException when the organization does not exist or the caller has none of the permissions
    public Member member(Caller caller, String organizationName, Set<Role.Permission> anyOf) {
        var account = (Organization.isValid(organizationName)
                        ? accounts.organization(new Organization(organizationName))
                        : Optional.<OrganizationAccount>empty())
                .orElseThrow(() -> new ProblemException(new Rejection.UnknownOrganization(organizationName)));
        var membership = switch (caller) {
            case Caller.Root() -> Member.EVERYTHING;
            case Caller.User(var user, var _) -> account.members().get(user.id());
        };
        if (membership == null) {
            throw new ProblemException(
                    new Rejection.Forbidden("The API key has no membership in the organization " + organizationName));
        }
        if (!anyOf.isEmpty() && anyOf.stream().noneMatch(membership::allows)) {
            throw new ProblemException(new Rejection.Forbidden(
                    "The API key's roles in the organization " + organizationName + " do not allow this"));
        }
        return new Member(caller, account.name(), membership);
    }

    /// Authorizes `caller` to copy images into the organization of this name.
    ///
    /// @throws ProblemException when there is no such organization or the caller must not change its images
    public Member destination(Caller caller, Organization organization) {
        if (accounts.organization(organization).isEmpty()) {
            throw new ProblemException(new Rejection.UnknownDestination(organization.name()));
        }
        return member(caller, organization.name(), Set.of(Role.Permission.CHANGE));
    }

    /// Returns whether `caller` has this permission in `organization`; only members have permissions.
    public boolean allows(Caller caller, Organization organization, Role.Permission permission) {
        return switch (caller) {
            case Caller.Root() -> true;
            case Caller.User(var user, var _) ->
                accounts.organization(organization)
                        .map(account -> account.members().get(user.id()))
                        .map(membership -> membership.allows(permission))
                        .orElse(false);
        };
    }

    /// Returns whether `caller` is a member of `organization`.
    public boolean isMember(Caller caller, Organization organization) {
        return switch (caller) {
            case Caller.Root() -> true;
            case Caller.User(var user, var _) ->
                accounts.organization(organization)
                        .map(account -> account.members().containsKey(user.id()))
                        .orElse(false);
        };
    }

    /// Checks the permission to sign up: open to everyone, unless a root key is configured, which is then required.
    ///
    /// @throws ProblemException when the root key is required and is missing or wrong
    public void checkSignUp(Context context) {
        if (rootKey.isSet() && !(caller(context) instanceof Caller.Root)) {
            throw new ProblemException(new Rejection.Forbidden("Signing up needs the root key here"));
        }
    }
}
