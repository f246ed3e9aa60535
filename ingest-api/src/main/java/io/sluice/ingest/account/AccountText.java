package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.ProblemException;
import java.util.regex.Pattern;

/// Validation of the texts in account requests.
final class AccountText {

    private static final int MAX_EMAIL_LENGTH = 254;
    private static final int MAX_LENGTH = 255;

    /// A simplification of RFC 5322, whose grammar allows forms that are not in use: text, an @, and a host
    /// name.
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}\"<>,;]{1,64}@[\\p{L}\\p{N}.-]{1,189}");

    private AccountText() {}

    /// Reads a mandatory e-mail address.
    /// @throws ProblemException when it is not an e-mail address
    static String email(JsonNode body, String name) {
        var email = body.path(name).asText("").strip();
        if (email.length() > MAX_EMAIL_LENGTH || !EMAIL.matcher(email).matches()) {
            throw malformed('"' + name + "\" must be an e-mail address, but is " + quoted(email));
        }
        return email;
    }

    /// Reads an e-mail address; returns `otherwise` when it is absent.
    ///
    /// @throws ProblemException when it is not an e-mail address
    static String email(JsonNode body, String name, String otherwise) {
        return body.path(name).asText("").isBlank() ? otherwise : email(body, name);
    }

    /// Reads a short free text; returns `otherwise` when it is absent.
    ///
    /// @throws ProblemException when it is too long
    static String text(JsonNode body, String name, String otherwise) {
        var value = body.path(name);
        var text = value.isNull() ? "" : value.asText("").strip();
        if (text.length() > MAX_LENGTH) {
            throw malformed('"' + name + "\" must have at most " + MAX_LENGTH + " characters");
        }
        return text.isEmpty() ? otherwise : text;
    }

    static String quoted(String text) {
        return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + '…') + '"';
    }

    static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
