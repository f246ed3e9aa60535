package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;

/// A sign-up request.
///
/// @param displayName display name; the organization's name when absent
record SignUpRequest(String email, Organization organization, String displayName) {

    /// Reads the request from a body.
    /// @throws ProblemException naming the field that is missing or invalid
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
