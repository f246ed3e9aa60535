package io.sluice.ingest.access;

import io.javalin.http.Context;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.PersonalHome;
import io.sluice.account.Role;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.place.Place;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.place.Places;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Authentication, authorization and admission of requests, before any of the body is read.
public final class Authorizer {

    private static final Logger LOG = LoggerFactory.getLogger(Authorizer.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final AccountView accounts;
    private final Authenticator authenticator;
    private final RootKey rootKey;
    private final OrganizationCreators creators;
    private final SignUpLimit signUps;
    private final PlaceQueue<String> requests;

    /// @param nanoTime a monotonic clock
    /// @param requests the places of requests in progress, by organization, user or address
    public Authorizer(
            AccountView accounts,
            AccessConfig config,
            Tokens tokens,
            LongSupplier nanoTime,
            PlaceQueue<String> requests) {
        this.accounts = accounts;
        this.rootKey = config.rootKey();
        this.authenticator = new Authenticator(accounts, rootKey, tokens);
        this.requests = requests;
        this.creators = config.creators()
                .orElse(rootKey.isSet() ? OrganizationCreators.OPERATOR : OrganizationCreators.MEMBERS);
        this.signUps = new SignUpLimit(config.signUps(), nanoTime);
        if (!rootKey.isSet()) {
            LOG.atInfo()
                    .addKeyValue("limit", config.signUps())
                    .log("sign-up is open to everyone who reaches this server, SLUICE_ROOT_API_KEY closes it");
        }
    }

    /// Returns whether the request has a key or a token, valid or not.
    public boolean hasCredential(Context context) {
        return authenticator.hasCredential(context);
    }

    /// Authenticates the sender of the request.
    ///
    /// @throws ProblemException when there is neither key nor token, or it is wrong
    public Caller caller(Context context) {
        return authenticator.caller(context);
    }

    /// Returns the address that the request comes from.
    public static InetAddress address(Context context) {
        return Authenticator.address(context);
    }

    /// Authorizes `caller` in the organization of this name.
    ///
    /// @param anyOf permissions of which one is sufficient; empty when any membership is
    /// @throws ProblemException when the caller is not a member, which is the same for an organization that
    ///                          does not exist, or has none of the permissions
    public OrganizationCaller member(Caller caller, String organizationName, Set<Role.Permission> anyOf) {
        var account = Organization.isValid(organizationName)
                ? accounts.organization(new Organization(organizationName))
                : Optional.<OrganizationAccount>empty();
        var membership = account.map(found -> membership(caller, found))
                .orElseThrow(() -> noMembership(caller, organizationName));
        if (!anyOf.isEmpty() && anyOf.stream().noneMatch(membership::allows)) {
            throw new ProblemException(new Rejection.Forbidden(
                    "The API key's roles in the organization " + organizationName + " do not allow this"));
        }
        return new OrganizationCaller(caller, account.orElseThrow().name(), membership);
    }

    /// Admits a request of `organization`; the caller closes the place after the request.
    ///
    /// @throws ProblemException when too many requests are in progress
    public Place admit(Organization organization) throws InterruptedException {
        return admit("organization " + organization);
    }

    /// Admits a request of `caller` that concerns no organization, like [#admit(Organization)].
    public Place admit(Caller caller) throws InterruptedException {
        return admit(
                switch (caller) {
                    case Caller.Root() -> "root";
                    case Caller.User(var user, var _, var _) -> "user " + user.id();
                });
    }

    /// Admits a request without a key, like [#admit(Organization)], by the address of its sender.
    public Place admitAnonymous(Context context) throws InterruptedException {
        return admit("address " + context.ip());
    }

    private Place admit(String owner) throws InterruptedException {
        return requests.take(owner, Places.Size.SMALL, Duration.ZERO)
                .orElseThrow(() -> new ProblemException(Problem.tooMany(
                        "too-many-requests",
                        "Too many requests at once, of which one organization, user or address may have half; try"
                                + " again in a moment",
                        RETRY_AFTER)));
    }

    /// Authorizes `caller` to copy images into the organization of this name.
    ///
    /// @throws ProblemException when the caller must not change images there, which is the same for an
    ///                          organization that does not exist
    public OrganizationCaller destination(Caller caller, Organization organization) {
        if (caller instanceof Caller.Root && accounts.organization(organization).isEmpty()) {
            throw new ProblemException(new Rejection.UnknownDestination(organization.name()));
        }
        return member(caller, organization.name(), Set.of(Role.Permission.CHANGE));
    }

    private static @Nullable Membership membership(Caller caller, OrganizationAccount account) {
        return switch (caller) {
            case Caller.Root() -> OrganizationCaller.EVERYTHING;
            case Caller.User(var user, var _, var _) -> account.members().get(user.id());
        };
    }

    /// Returns the same problem for an organization of others and one that does not exist, except to the
    /// operator: the names of organizations are not public.
    private static ProblemException noMembership(Caller caller, String organizationName) {
        return new ProblemException(
                caller instanceof Caller.Root
                        ? new Rejection.UnknownOrganization(organizationName)
                        : new Rejection.Forbidden(
                                "The API key has no membership in an organization named " + organizationName));
    }

    /// Returns whether `caller` has this permission in `organization`; only members have permissions.
    public boolean allows(Caller caller, Organization organization, Role.Permission permission) {
        return switch (caller) {
            case Caller.Root() -> true;
            case Caller.User(var user, var _, var _) ->
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
            case Caller.User(var user, var _, var _) ->
                PersonalHome.of(user.id()).equals(organization)
                        || accounts.organization(organization)
                                .map(account -> account.members().containsKey(user.id()))
                                .orElse(false);
        };
    }

    /// Checks the permission to sign up: open to everyone within a limit for each address, unless a root key
    /// is configured, which is then required.
    ///
    /// @throws ProblemException when the root key is required and is missing or wrong, or the limit is reached
    public void checkSignUp(Context context) {
        if (!rootKey.isSet()) {
            signUps.count(address(context));
        } else if (!(caller(context) instanceof Caller.Root)) {
            throw new ProblemException(new Rejection.Forbidden("Signing up needs the root key here"));
        }
    }

    /// Checks the permission to create an organization.
    ///
    /// @throws ProblemException when only the operator has it, and `caller` is someone else
    public void checkMayCreateOrganization(Caller caller) {
        if (creators == OrganizationCreators.OPERATOR && !(caller instanceof Caller.Root)) {
            throw new ProblemException(
                    new Rejection.Forbidden("Organizations are created by the operator of this server"));
        }
    }
}
