package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import java.util.regex.Pattern;

/// What a sign-up asks for.
///
/// @param displayName the organization's name when none is given
record SignUpRequest(String email, Organization organization, String displayName) {

    private static final int MAX_EMAIL_LENGTH = 254;
    private static final int MAX_DISPLAY_NAME_LENGTH = 255;

    /// Not the grammar of RFC 5322, which allows what nobody uses: something, an @, and a host name.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}\"<>,;]{1,64}@[\\p{L}\\p{N}.-]{1,189}");

    /// @throws ProblemException naming the member that is missing or wrong
    static SignUpRequest of(JsonNode body) {
        var email = body.path("email").asText("").strip();
        if (email.length() > MAX_EMAIL_LENGTH || !EMAIL.matcher(email).matches()) {
            throw malformed("\"email\" must be an e-mail address, but is " + quoted(email));
        }
        var name = body.path("organization").asText("");
        if (!Organization.isValid(name)) {
            throw malformed(
                    "\"organization\" must have 2 to 60 characters of a-z, 0-9 and '-', but is " + quoted(name));
        }
        var displayName = body.path("display_name").asText("").strip();
        if (displayName.length() > MAX_DISPLAY_NAME_LENGTH) {
            throw malformed("\"display_name\" must have at most " + MAX_DISPLAY_NAME_LENGTH + " characters");
        }
        return new SignUpRequest(email, new Organization(name), displayName.isEmpty() ? name : displayName);
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + '…') + '"';
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
