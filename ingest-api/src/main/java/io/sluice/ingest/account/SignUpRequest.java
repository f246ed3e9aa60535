package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import org.jspecify.annotations.Nullable;

/// A sign-up request.
///
/// @param organization the organization to create; null for a user who creates one later, or never
record SignUpRequest(String email, @Nullable NewOrganization organization) {

    /// @param displayName the organization's name when the request has none
    record NewOrganization(Organization name, String displayName) {}

    /// Reads the request from a body.
    /// @throws ProblemException naming the field that is missing or invalid
    static SignUpRequest of(JsonNode body) {
        return new SignUpRequest(AccountText.email(body, "email"), organization(body));
    }

    private static @Nullable NewOrganization organization(JsonNode body) {
        if (body.path("organization").isMissingNode()
                || body.path("organization").isNull()) {
            return null;
        }
        var name = body.path("organization").asText("");
        if (!Organization.isValid(name)) {
            throw AccountText.malformed("\"organization\" must have 2 to 60 characters of a-z, 0-9 and '-', but is "
                    + AccountText.quoted(name));
        }
        return new NewOrganization(new Organization(name), AccountText.text(body, "display_name", name));
    }
}
