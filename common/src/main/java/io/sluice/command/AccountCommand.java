package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.account.ApiKey;
import io.sluice.account.Limits;
import io.sluice.account.Membership;
import io.sluice.account.UserId;
import io.sluice.account.Webhook;
import java.util.UUID;

/// Commands that change organizations, their members and webhooks, and the API keys of users.
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccountCommand.SignUp.class, name = "sign-up"),
    @JsonSubTypes.Type(value = AccountCommand.CreateUser.class, name = "create-user"),
    @JsonSubTypes.Type(value = AccountCommand.CreateOrganization.class, name = "create-organization"),
    @JsonSubTypes.Type(value = AccountCommand.AddMember.class, name = "add-member"),
    @JsonSubTypes.Type(value = AccountCommand.SetMembership.class, name = "set-membership"),
    @JsonSubTypes.Type(value = AccountCommand.RemoveMembership.class, name = "remove-membership"),
    @JsonSubTypes.Type(value = AccountCommand.SetWebhook.class, name = "set-webhook"),
    @JsonSubTypes.Type(value = AccountCommand.RemoveWebhook.class, name = "remove-webhook"),
    @JsonSubTypes.Type(value = AccountCommand.SetLimits.class, name = "set-limits"),
    @JsonSubTypes.Type(value = AccountCommand.AddApiKey.class, name = "add-api-key"),
    @JsonSubTypes.Type(value = AccountCommand.RemoveApiKey.class, name = "remove-api-key"),
})
public sealed interface AccountCommand extends CatalogCommand {

    /// Creates an organization and a user who is its admin.
    ///
    /// @param user   a new user id
    /// @param apiKey the user's first key, as a hash
    record SignUp(@JsonUnwrapped Envelope envelope, UserId user, String email, String displayName, ApiKey apiKey)
            implements AccountCommand {

        public SignUp {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("email", email);
            Required.CATALOG_COMMAND.field("display_name", displayName);
            Required.CATALOG_COMMAND.field("api_key", apiKey);
        }
    }

    /// Creates a user who is a member of no organization.
    ///
    /// @param envelope with the user's personal home as the organization, see [io.sluice.account.PersonalHome]
    /// @param user     a new user id
    /// @param apiKey   the user's first key, as a hash
    record CreateUser(@JsonUnwrapped Envelope envelope, UserId user, String email, ApiKey apiKey)
            implements AccountCommand {

        public CreateUser {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("email", email);
            Required.CATALOG_COMMAND.field("api_key", apiKey);
        }
    }

    /// Creates an organization for an existing user.
    ///
    /// @param admin the existing user, who becomes the admin
    record CreateOrganization(@JsonUnwrapped Envelope envelope, UserId admin, String billingEmail, String displayName)
            implements AccountCommand {

        public CreateOrganization {
            Required.CATALOG_COMMAND.field("admin", admin);
            Required.CATALOG_COMMAND.field("billing_email", billingEmail);
            Required.CATALOG_COMMAND.field("display_name", displayName);
        }
    }

    /// Creates a user who is a member of this organization, which becomes the user's home.
    ///
    /// @param user   a new user id
    /// @param apiKey the user's first key, as a hash
    record AddMember(@JsonUnwrapped Envelope envelope, UserId user, String email, ApiKey apiKey, Membership membership)
            implements AccountCommand {

        public AddMember {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("email", email);
            Required.CATALOG_COMMAND.field("api_key", apiKey);
            Required.CATALOG_COMMAND.field("membership", membership);
        }
    }

    /// Sets the roles of a user in this organization. The last admin remains an admin.
    ///
    /// @param user an existing user; the sender checks that, because users belong to their home organizations
    record SetMembership(@JsonUnwrapped Envelope envelope, UserId user, Membership membership)
            implements AccountCommand {

        public SetMembership {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("membership", membership);
        }
    }

    /// Removes a membership, unless it is the last admin's.
    record RemoveMembership(@JsonUnwrapped Envelope envelope, UserId user) implements AccountCommand {

        public RemoveMembership {
            Required.CATALOG_COMMAND.field("user", user);
        }
    }

    /// Sets the webhook that receives the ends of operations and jobs; replaces the previous webhook.
    record SetWebhook(@JsonUnwrapped Envelope envelope, Webhook webhook) implements AccountCommand {

        public SetWebhook {
            Required.CATALOG_COMMAND.field("webhook", webhook);
        }
    }

    /// Removes the webhook.
    record RemoveWebhook(@JsonUnwrapped Envelope envelope) implements AccountCommand {}

    /// Sets the limits of the organization; replaces all previous ones. Only the operator may send it.
    record SetLimits(@JsonUnwrapped Envelope envelope, Limits limits) implements AccountCommand {

        public SetLimits {
            Required.CATALOG_COMMAND.field("limits", limits);
        }
    }

    /// Adds an API key to a user, up to [io.sluice.account.UserAccount#MAX_API_KEYS].
    ///
    /// @param envelope with the user's home as the organization
    record AddApiKey(@JsonUnwrapped Envelope envelope, UserId user, ApiKey apiKey) implements AccountCommand {

        public AddApiKey {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("api_key", apiKey);
        }
    }

    /// Revokes an API key.
    ///
    /// @param envelope with the user's home as the organization
    /// @param key      id of the key
    record RemoveApiKey(@JsonUnwrapped Envelope envelope, UserId user, UUID key) implements AccountCommand {

        public RemoveApiKey {
            Required.CATALOG_COMMAND.field("user", user);
            Required.CATALOG_COMMAND.field("key", key);
        }
    }
}
