package io.sluice.lab.bench.fair.attack;

import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Uploads whose outcome is not waited for at once.
final class AcceptedUploads {

    private static final Map<String, String> ASYNC = Map.of("Prefer", "respond-async");
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private AcceptedUploads() {}

    /// @return the accepted operation
    /// @throws IOException when the server refuses it
    static String start(SluiceClient client, MultipartForm form) throws IOException, InterruptedException {
        var answer = client.upload(form, ASYNC);
        if (answer.status() != 202) {
            throw new IOException("upload refused with " + answer.status() + ", " + answer.reason());
        }
        return answer.acceptedId();
    }

    /// Waits until the operation is decided.
    static void await(SluiceClient client, String operation) throws IOException, InterruptedException {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (isPending(client.operation("/operations/" + operation)) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
        }
    }

    private static boolean isPending(Answer answer) {
        return answer.status() == 200 && answer.json().path("state").asText().equals("accepted");
    }
}
