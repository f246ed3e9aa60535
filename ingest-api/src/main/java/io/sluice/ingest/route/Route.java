package io.sluice.ingest.route;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.sluice.account.Role;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.trace.Scope;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A line of the route table: method, path, required permission and handler. The authorizer admits a request
/// before the handler receives it, and so before any of its body is read.
///
/// @param access description of the callers that are admitted
public record Route(HandlerType method, String path, String access, GuardedHandler guarded) {

    static final String EVERYBODY = "everybody";

    /// Returns a route without access control.
    public static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, EVERYBODY, (context, _) -> handler.handle(context));
    }

    /// Returns a route for all callers with an API key.
    public static Route keyed(HandlerType method, String path, KeyedHandler handler) {
        return new Route(method, path, "any key", (context, authorizer) -> {
            var caller = authorizer.caller(context);
            try (var _ = authorizer.admit(caller)) {
                handler.handle(context, caller);
            }
        });
    }

    /// Returns a route for all members of `{organization}`.
    public static Route member(HandlerType method, String path, MemberHandler handler) {
        return member(method, path, Set.of(), handler);
    }

    /// Returns a route for members of `{organization}` with this permission.
    public static Route member(HandlerType method, String path, Role.Permission permission, MemberHandler handler) {
        return member(method, path, Set.of(permission), handler);
    }

    /// Returns a route for members of `{organization}`.
    ///
    /// @param anyOf permissions of which one is sufficient; empty when any membership is
    public static Route member(HandlerType method, String path, Set<Role.Permission> anyOf, MemberHandler handler) {
        return new Route(method, path, access(anyOf), (context, authorizer) -> {
            var caller = authorizer.caller(context);
            var member = authorizer.member(caller, context.pathParam("organization"), anyOf);
            Scope.isAbout(member.organization());
            try (var _ = authorizer.admit(member.organization())) {
                handler.handle(context, member);
            }
        });
    }

    /// Returns this route with another description of the callers that are admitted; the handler checks them.
    public Route onlyFor(String callers) {
        return new Route(method, path, callers, guarded);
    }

    /// Returns whether the route only reads from the views of this node.
    boolean isRead() {
        return !access.equals(EVERYBODY) && (method.equals(HandlerType.GET) || path.endsWith("/exists"));
    }

    /// Returns this route with `check` before everything else.
    Route after(Handler check) {
        return new Route(method, path, access, (context, authorizer) -> {
            check.handle(context);
            guarded.handle(context, authorizer);
        });
    }

    /// Returns the handler for the HTTP server.
    public Handler handler(Authorizer authorizer) {
        return context -> guarded.handle(context, authorizer);
    }

    private static String access(Set<Role.Permission> anyOf) {
        return anyOf.isEmpty()
                ? "any member"
                : new TreeSet<>(anyOf)
                        .stream()
                                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or ", "members who may ", ""));
    }

    /// A handler that authorizes the request first.
    @FunctionalInterface
    public interface GuardedHandler {
        void handle(Context context, Authorizer authorizer) throws Exception;
    }

    /// A handler of requests with a valid API key.
    @FunctionalInterface
    public interface KeyedHandler {
        void handle(Context context, Caller caller) throws Exception;
    }

    /// A handler of requests from members of the organization in the path.
    @FunctionalInterface
    public interface MemberHandler {
        void handle(Context context, OrganizationCaller member) throws Exception;
    }
}
