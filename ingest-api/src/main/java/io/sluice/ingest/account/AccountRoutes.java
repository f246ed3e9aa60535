package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.account.Role;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.Member;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.WireTime;
import io.sluice.view.AccountView;

/// `GET /user` and `GET /organizations/{organization}`.
public final class AccountRoutes {

    private final AccountView accounts;

    public AccountRoutes(AccountView accounts) {
        this.accounts = accounts;
    }

    /// Who the caller is: the user id and nothing more, which is all that every role may learn.
    public void user(Context context, Caller caller) {
        Answer.json(
                context,
                200,
                JsonNodeFactory.instance.objectNode().put("id", caller.id()).put("user_id", caller.id()));
    }

    public void organization(Context context, Member member) {
        var account = accounts.organization(member.organization())
                .orElseThrow(() -> new ProblemException(
                        new Rejection.UnknownOrganization(member.organization().name())));
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", account.id().toString());
        json.put("name", account.name().name());
        json.put("display_name", account.displayName());
        json.put("created", WireTime.format(account.created()));
        if (member.allows(Role.Permission.MEMBERS)) {
            json.put("billing_email", account.billingEmail());
        }
        Answer.json(context, 200, json);
    }
}
