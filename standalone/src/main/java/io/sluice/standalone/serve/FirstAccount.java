package io.sluice.standalone.serve;

import io.sluice.image.Organization;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.Credentials;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/// The organization and the API key that a new server creates, so that it can be used at once.
final class FirstAccount {

    private static final String NAME = "demo";
    private static final String EMAIL = "demo@localhost";

    private FirstAccount() {}

    /// Returns the account in the data directory; signs it up through the server's own API when there is none.
    ///
    /// @param rootKey the operator's key, which signing up may require; empty when there is none
    static Endpoint ensure(Path dataDirectory, URI base, String rootKey) throws IOException, InterruptedException {
        var file = Credentials.in(dataDirectory);
        var known = Credentials.read(file);
        var account = known.isPresent()
                ? new Endpoint(base, known.get().organization(), known.get().apiKey())
                : signUp(base, rootKey);
        if (known.filter(account::equals).isEmpty()) {
            Credentials.write(file, account);
        }
        return account;
    }

    private static Endpoint signUp(URI base, String rootKey) throws IOException, InterruptedException {
        var answer = SluiceClient.signUp(base, new Organization(NAME), EMAIL, rootKey);
        if (answer.status() == 409) {
            // a shared cluster, or a crash between the sign-up and writing the file: its key is lost
            var other =
                    new Organization(NAME + '-' + UUID.randomUUID().toString().substring(0, 8));
            answer = SluiceClient.signUp(base, other, EMAIL, rootKey);
        }
        return new Endpoint(base, new Organization(text(answer, "organization")), text(answer, "api_key"));
    }

    private static String text(Answer answer, String field) {
        var value = answer.json().path(field).asText();
        if (answer.status() != 201 || value.isEmpty()) {
            throw new CommandFailure(
                    "the first account could not be created: status " + answer.status() + ", " + answer.message());
        }
        return value;
    }
}
