package io.sluice.ingest.route;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.sluice.account.Role;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.trace.Scope;
import io.sluice.trace.Spans;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A line of the route table: method, path, required permission and handler. The authorizer admits a request
/// before the handler receives it, and so before any of its body is read.
///
/// @param access description of the callers that are admitted
/// @param description for clients
public record Route(HandlerType method, String path, String access, GuardedHandler guarded, Description description) {

    static final String EVERYBODY = "everybody";

    private static final String ANY_KEY = "any key";

    /// Returns a route without access control.
    public static Route open(HandlerType method, String path, Handler handler) {
        return undescribed(method, path, EVERYBODY, (context, _) -> handler.handle(context));
    }

    /// Returns a route for all callers with an API key.
    public static Route keyed(HandlerType method, String path, KeyedHandler handler) {
        return undescribed(method, path, ANY_KEY, (context, authorizer) -> {
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
        return undescribed(method, path, access(anyOf), (context, authorizer) -> {
            var caller = authorizer.caller(context);
            var member = authorizer.member(caller, context.pathParam("organization"), anyOf);
            Scope.isAbout(member.organization());
            try (var _ = authorizer.admit(member.organization())) {
                handler.handle(context, member);
            }
        });
    }

    /// Returns a route for members of `{organization}` whose response does not end. It takes no place of a
    /// request, so the handler limits its number.
    public static Route stream(HandlerType method, String path, Role.Permission permission, MemberHandler handler) {
        var anyOf = Set.of(permission);
        return undescribed(method, path, access(anyOf), (context, authorizer) -> {
            var member = authorizer.member(authorizer.caller(context), context.pathParam("organization"), anyOf);
            Scope.isAbout(member.organization());
            handler.handle(context, member);
        });
    }

    /// Returns this route with another description of the callers that are admitted; the handler checks them.
    public Route onlyFor(String callers) {
        return new Route(method, path, callers, guarded, description);
    }

    /// Returns whether the route only reads from the views of this node.
    boolean isRead() {
        return !access.equals(EVERYBODY) && (method.equals(HandlerType.GET) || path.endsWith("/exists"));
    }

    /// Returns this route with `check` before everything else.
    Route after(Handler check) {
        return new Route(
                method,
                path,
                access,
                (context, authorizer) -> {
                    check.handle(context);
                    guarded.handle(context, authorizer);
                },
                description);
    }

    private static Route undescribed(HandlerType method, String path, String access, GuardedHandler guarded) {
        return new Route(method, path, access, guarded, Description.NONE);
    }

    private Route describedBy(Description other) {
        return new Route(method, path, access, guarded, other);
    }

    /// Returns this route with a summary: what it does, in a sentence without a full stop.
    public Route summary(String text) {
        return describedBy(description.withSummary(text));
    }

    /// Returns this route with a parameter of the query.
    ///
    /// @param type name of a JSON type
    public Route query(String name, String type, String text) {
        return describedBy(description.with(new Description.Parameter("query", name, type, text)));
    }

    /// Returns this route with a header of the request.
    public Route header(String name, String text) {
        return describedBy(description.with(new Description.Parameter("header", name, "string", text)));
    }

    /// Returns this route with a body of JSON.
    ///
    /// @param schema name of its schema
    public Route body(String schema) {
        return describedBy(description.withBody(Description.Content.json(schema)));
    }

    /// Returns this route with a body of another media type.
    ///
    /// @param schema name of its schema
    public Route body(String mediaType, String schema) {
        return describedBy(description.withBody(new Description.Content(mediaType, schema)));
    }

    /// Returns this route with an answer of JSON.
    ///
    /// @param schema name of its schema
    public Route answers(int status, String schema) {
        return describedBy(description.with(status, Description.Content.json(schema)));
    }

    /// Returns this route with an answer of another media type.
    public Route answersWith(int status, String mediaType) {
        return describedBy(description.with(status, new Description.Content(mediaType, "")));
    }

    /// Returns this route with an answer without a body.
    public Route answers(int status) {
        return describedBy(description.with(status, Description.Content.NOTHING));
    }

    /// Returns this route with errors, besides those that all routes have.
    public Route refuses(int... statuses) {
        var more = description;
        for (var status : statuses) {
            more = more.with(status, Description.Content.json("Error"));
        }
        return describedBy(more);
    }

    /// Returns the handler for the HTTP server.
    public Handler handler(Authorizer authorizer) {
        return context -> {
            Spans.name(context.req().getMethod(), path);
            Spans.attribute("http.route", path);
            guarded.handle(context, authorizer);
        };
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
