package io.sluice.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.e2e.Linearizability.Call;
import io.sluice.e2e.OneImage.Event;
import io.sluice.image.Organization;
import io.sluice.standalone.client.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many clients upload, delete, restore and copy the same image at the same time, in rounds. In each
/// organization some order of their requests must explain all responses.
///
/// `-Drace.seed=…` repeats the same requests.
@ExtendWith(RunningServer.Shared.class)
class RaceE2E {

    private static final int CLIENTS = 50;
    private static final int ROUNDS = 8;
    private static final List<String> ORGANIZATIONS = List.of("race-one", "race-two");

    private static final Linearizability<OneImage, Event> MODEL =
            new Linearizability<>(EnumSet.allOf(OneImage.class), OneImage::after);

    private static final List<Kind> KINDS = List.of(Kind.values());

    private enum Kind {
        UPLOAD,
        DELETE,
        RESTORE,
        COPY,
        COPY_UNLESS_THERE;

        boolean isCopy() {
            return this == COPY || this == COPY_UNLESS_THERE;
        }
    }

    /// @param organization organization of the changed image
    private record Request(Kind kind, String organization) {

        static Request any(Random random) {
            return new Request(
                    KINDS.get(random.nextInt(KINDS.size())), ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size())));
        }

        /// Returns the source of a copy.
        String source() {
            return ORGANIZATIONS.get(1 - ORGANIZATIONS.indexOf(organization));
        }
    }

    private record Answered(Request request, int status, long began, long ended) {

        /// Returns the event in the organization; empty when the source of a copy was not found, or when the
        /// response is impossible.
        Optional<Event> event() {
            var events = switch (request.kind()) {
                case UPLOAD -> Map.of(200, Event.UPLOADED);
                case DELETE -> Map.of(204, Event.DELETED, 404, Event.NOTHING_TO_DELETE);
                case RESTORE -> Map.of(200, Event.RESTORED, 404, Event.NOTHING_TO_RESTORE);
                case COPY -> Map.of(201, Event.COPIED_HERE, 204, Event.OVERWRITTEN);
                case COPY_UNLESS_THERE -> Map.of(201, Event.COPIED_HERE, 412, Event.KEPT);
            };
            return Optional.ofNullable(events.get(status));
        }

        boolean sourceIsMissing() {
            return request.kind().isCopy() && status == 404;
        }

        Call<Event> call(Event event) {
            return new Call<>(event, began, ended);
        }
    }

    @Test
    void explainsAllResponsesOfFiftyClientsByOneOrder(RunningServer server) throws Exception {
        var seed = Long.getLong("race.seed", System.nanoTime());
        var random = new Random(seed);
        var api = Requests.signUp(server, ORGANIZATIONS.getFirst());
        for (var other : List.of(ORGANIZATIONS.getLast(), "race-elsewhere")) {
            api.send("PUT", "/organizations/" + other, "").expect(201);
        }
        var content = Requests.uniqueImage();
        // the hash is the same everywhere
        var hash = api.upload("race-elsewhere", content).path("hash").asText();

        Map<String, Set<OneImage>> states = new HashMap<>();
        ORGANIZATIONS.forEach(organization -> states.put(organization, Set.of(OneImage.ABSENT)));
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (var round = 1; round <= ROUNDS; round++) {
                var together = new CyclicBarrier(CLIENTS);
                var requests = new ArrayList<Callable<Answered>>();
                for (var client = 0; client < CLIENTS; client++) {
                    var request = Request.any(random);
                    requests.add(() -> {
                        together.await();
                        var began = System.nanoTime();
                        var answer = send(api, request, content, hash);
                        return new Answered(request, answer.status(), began, System.nanoTime());
                    });
                }
                var answers = new ArrayList<Answered>();
                for (var answer : clients.invokeAll(requests)) {
                    answers.add(answer.get());
                }
                var history = "seed %d, round %d, from %s:%n%s".formatted(seed, round, states, print(answers));
                assertThat(answers)
                        .as("answers that are right at some time, %s", history)
                        .allMatch(answered -> answered.event().isPresent() || answered.sourceIsMissing());
                for (var organization : ORGANIZATIONS) {
                    states.put(
                            organization,
                            ends(organization, requireNonNull(states.get(organization)), answers, history));
                }
            }
        }

        for (var organization : ORGANIZATIONS) {
            var path = "/sourceimages/" + organization + '/' + hash;
            var live = api.get(path).expect(200, 404).status() == 200;
            assertThat(states.get(organization))
                    .as("seed %d: %s has it at the end: %s", seed, organization, live)
                    .anyMatch(state -> (state == OneImage.LIVE) == live);
            assertIsThereOnce(api, organization, hash, content, live);
            await("the blobs of the others are purged")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.blobs(new Organization(organization)))
                            .isEqualTo(1));
        }
    }

    private static Answer send(Requests api, Request request, byte[] content, String hash) throws Exception {
        var path = "/sourceimages/" + request.organization() + '/' + hash;
        var origin = "/sourceimages/" + request.source() + '/' + hash;
        return switch (request.kind()) {
            case UPLOAD -> api.uploadForm(request.organization(), content);
            case DELETE -> api.send("DELETE", path, "");
            case RESTORE -> api.send("POST", path + "/restore", "");
            case COPY -> api.send("COPY", origin, "", "Destination", request.organization());
            case COPY_UNLESS_THERE ->
                api.send("COPY", origin, "", "Destination", request.organization(), "Overwrite", "F");
        };
    }

    /// Returns the possible states of an organization after a round.
    private static Set<OneImage> ends(
            String organization, Set<OneImage> begins, List<Answered> answers, String history) {
        var calls = answers.stream()
                .filter(answered -> answered.request().organization().equals(organization))
                .flatMap(answered -> answered.event().map(answered::call).stream())
                .toList();
        var ends = MODEL.ends(begins, calls);
        assertThat(ends).as("orders that explain %s, %s", organization, history).isNotEmpty();

        // a copy reads a view, which contains a decision only when its requester receives the response
        var shown = calls.stream().filter(call -> call.event().isShown()).toList();
        for (var answered : answers) {
            if (answered.sourceIsMissing() && answered.request().source().equals(organization)) {
                var withIt = new ArrayList<>(shown);
                withIt.add(answered.call(Event.NOT_SEEN));
                assertThat(MODEL.ends(begins, withIt))
                        .as("%s has no image while %s, %s", organization, answered, history)
                        .isNotEmpty();
            }
        }
        return ends;
    }

    private static void assertIsThereOnce(Requests api, String organization, String hash, byte[] content, boolean live)
            throws Exception {
        var images = "/sourceimages/" + organization;
        var there = api.get(images + (live ? "" : "?deleted=true")).expect(200).json();
        assertThat(there.path("total").asInt()).isEqualTo(1);
        assertThat(there.path("items").findValuesAsText("hash")).containsExactly(hash);
        var notThere =
                api.get(images + (live ? "?deleted=true" : "")).expect(200).json();
        assertThat(notThere.path("total").asInt()).isZero();
        api.send("POST", images + '/' + hash + "/restore", "").expect(200);
        var download = api.get(images + '/' + hash + "/download").expect(200);
        assertThat(download.body().toArray()).isEqualTo(content);
    }

    private static String print(List<Answered> answers) {
        var start = answers.stream().mapToLong(Answered::began).min().orElseThrow();
        return answers.stream()
                .sorted(Comparator.comparingLong(Answered::began))
                .map(answered -> "%7d … %7d µs  %s %s: %d"
                        .formatted(
                                (answered.began() - start) / 1_000,
                                (answered.ended() - start) / 1_000,
                                answered.request().kind(),
                                answered.request().organization(),
                                answered.status()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
