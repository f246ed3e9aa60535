package io.sluice.ingest;

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

/// One line of the route table: what is asked for, who may ask, and who answers. The gate is passed before the
/// handler sees the request, and so before a byte of its body is read.
///
/// @param access who may ask, in words
record Route(HandlerType method, String path, String access, Handler handler) {

    static final String EVERYBODY = "everybody";

    /// Whether it answers from this node's views, and changes nothing.
    boolean isRead() {
        return !access.equals(EVERYBODY) && (method.equals(HandlerType.GET) || path.endsWith("/exists"));
    }

    /// The same with another handler.
    Route with(Handler other) {
        return new Route(method, path, access, other);
    }

    /// The same with other words for who may ask; the handler checks that.
    Route onlyFor(String who) {
        return new Route(method, path, who, handler);
    }

    /// For everybody.
    static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, EVERYBODY, handler);
    }

    /// For everybody who has a key.
    static Route keyed(HandlerType method, String path, Authorizer gate, KeyedHandler handler) {
        return new Route(method, path, "any key", context -> handler.handle(context, gate.caller(context)));
    }

    /// For members of `{organization}` who may do one of `anyOf`, or for all members when that is empty.
    static Route member(
            HandlerType method, String path, Authorizer gate, Set<Role.Permission> anyOf, MemberHandler handler) {
        return new Route(method, path, access(anyOf), context -> {
            var caller = gate.caller(context);
            var member = gate.member(caller, context.pathParam("organization"), anyOf);
            Scope.isAbout(member.organization());
            handler.handle(context, member);
        });
    }

    private static String access(Set<Role.Permission> anyOf) {
        return anyOf.isEmpty()
                ? "any member"
                : new TreeSet<>(anyOf)
                        .stream()
                                .map(permission -> permission.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or ", "members who may ", ""));
    }

    @FunctionalInterface
    interface KeyedHandler {
        void handle(Context context, Caller caller) throws Exception;
    }

    @FunctionalInterface
    interface MemberHandler {
        void handle(Context context, OrganizationCaller member) throws Exception;
    }
}
