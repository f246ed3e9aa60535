package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.GET;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.token.ApiToken;
import io.sluice.ingest.token.Networks;
import io.sluice.ingest.token.TokenTerms;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Flag;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The route `GET /user/apikeys/token`: a token for the API key that authenticated the request. A token may
/// get another one if it is renewable, but neither a longer lifetime nor more addresses.
public final class TokenRoute implements RouteTable {

    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(1);
    private static final Duration MAX_LIFETIME = Duration.ofDays(3_650);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final Tokens tokens;

    public TokenRoute(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.keyed(GET, "/user/apikeys/token", this::get)
                .summary("Issues a token for the API key of this request, or renews a token")
                .query("expires_in", "integer", "lifetime in seconds, 86400 by default")
                .query("renewable", "boolean", "whether the token suffices to get another one")
                .query(
                        "ips",
                        "string",
                        "addresses and networks that it may be used from, separated by commas; request_ip is that of this request")
                .query("no_ip_protection", "boolean", "whether it may be used from all addresses")
                .answers(200, "Token"));
    }

    private void get(Context context, Caller caller) {
        var user = Users.keyed(caller);
        var former = user.token();
        if (former != null && !former.renewable()) {
            throw new ProblemException(
                    new Rejection.Forbidden("The token is not renewable: an API key is needed to get another one"));
        }
        var networks = networks(context, former);
        var isRenewable = isGiven(context, "renewable")
                ? Flag.ofQuery(context, "renewable")
                : former != null || !networks.areAll();
        var token = tokens.issue(user.key().id(), new TokenTerms(lifetime(context, former), networks, isRenewable));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("token", tokens.sign(token));
        json.set("payload", token.toJson());
        context.header("Cache-Control", "no-store");
        Answer.json(context, 200, json);
    }

    private static Duration lifetime(Context context, @Nullable ApiToken former) {
        var text = context.queryParam("expires_in");
        if (text == null || text.isEmpty()) {
            return former == null ? DEFAULT_LIFETIME : former.lifetime();
        }
        var lifetime = SECONDS.matcher(text).matches() ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
        if (!lifetime.isPositive() || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The value of expires_in must be a number of seconds from 1 to " + MAX_LIFETIME.toSeconds()));
        }
        if (former != null && lifetime.compareTo(former.lifetime()) > 0) {
            throw new ProblemException(new Rejection.Forbidden("The token may be renewed for at most "
                    + former.lifetime().toSeconds() + " seconds, its own lifetime"));
        }
        return lifetime;
    }

    private static Networks networks(Context context, @Nullable ApiToken former) {
        var networks = requestedNetworks(context, former);
        if (former != null && !former.networks().contain(networks)) {
            throw new ProblemException(new Rejection.Forbidden(
                    "The token may be renewed only for its own addresses, " + former.networks()));
        }
        return networks;
    }

    private static Networks requestedNetworks(Context context, @Nullable ApiToken former) {
        var isForAll = Flag.ofQuery(context, "no_ip_protection");
        if (isGiven(context, "ips")) {
            if (isForAll) {
                throw new ProblemException(
                        new Rejection.MalformedRequest("The parameters ips and no_ip_protection exclude each other"));
            }
            try {
                return Networks.parse(String.valueOf(context.queryParam("ips")), Authorizer.address(context));
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        new Rejection.MalformedRequest("The value of ips is invalid: " + e.getMessage()));
            }
        }
        if (isForAll) {
            return Networks.ALL;
        }
        return former == null ? Networks.of(Authorizer.address(context)) : former.networks();
    }

    private static boolean isGiven(Context context, String parameter) {
        var value = context.queryParam(parameter);
        return value != null && !value.isEmpty();
    }
}
