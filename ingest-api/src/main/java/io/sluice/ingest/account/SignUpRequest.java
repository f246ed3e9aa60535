package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;

/// What a sign-up asks for.
///
/// @param displayName the organization's name when none is given
record SignUpRequest(String email, Organization organization, String displayName) {

    /// @throws ProblemException naming the member that is missing or wrong
    static SignUpRequest of(JsonNode body) {
        var email = AccountText.email(body, "email");
        var name = body.path("organization").asText("");
        if (!Organization.isValid(name)) {
            throw AccountText.malformed("\"organization\" must have 2 to 60 characters of a-z, 0-9 and '-', but is "
                    + AccountText.quoted(name));
        }
        return new SignUpRequest(email, new Organization(name), AccountText.text(body, "display_name", name));
    }
}
