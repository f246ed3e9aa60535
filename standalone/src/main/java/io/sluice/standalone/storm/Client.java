package io.sluice.standalone.storm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.MultipartForm;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.storm.Caller.Reply;
import io.sluice.standalone.storm.Caller.Request;
import io.sluice.standalone.storm.History.Kind;
import io.sluice.standalone.storm.History.Result;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Uploads images and does with them what can be done, one request after the other, and compares every answer with
/// what it knows. Nobody else changes its images. What it wants next comes from the seed; what it gets does not.
final class Client {

    /// Images that it chooses from; older ones are left as they are.
    private static final int RECENT = 60;

    private static final int LIST = 5;
    private static final Set<String> PASSING_REASONS =
            Set.of("given-up", "url-unreachable", "url-timeout", "url-status");

    private final int number;
    private final Tenant tenant;
    private final Pictures source;
    private final History history;
    private final RandomGenerator random;
    private final Caller caller;
    private final List<Picture> pictures = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private int sequence;

    /// A change of one image.
    ///
    /// @param settle what is certain once it is done, with the time it was asked for
    /// @param doubt  what may be when nobody knows whether it is done, with the time it was given up
    private record Change(
            Kind kind, Picture picture, Request request, Consumer<Instant> settle, Consumer<Instant> doubt) {}

    /// Something that was accepted and is not decided yet.
    ///
    /// @param address of the operation or the job
    /// @param ended   told how it ended
    private record Pending(String address, Predicate<JsonNode> isOver, Consumer<JsonNode> ended) {}

    Client(int number, Tenant tenant, Front front, Pictures source, History history, RandomGenerator random) {
        this.number = number;
        this.tenant = tenant;
        this.source = source;
        this.history = history;
        this.random = random;
        this.caller = new Caller(tenant.nodes(), front, random);
    }

    /// Goes on until it is interrupted or `until` says so, with a pause after each request.
    void run(Predicate<Client> until, Duration pause) throws InterruptedException {
        while (!until.test(this)) {
            settlePending();
            next();
            TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * pause.toNanos() + 1));
        }
    }

    /// Asks about what was accepted and is not decided yet.
    ///
    /// @return how much of that there still is
    int settlePending() throws InterruptedException {
        for (var waiting = pending.iterator(); waiting.hasNext(); ) {
            ask(waiting);
        }
        return pending.size();
    }

    /// Where to ask about these.
    List<String> open() {
        return pending.stream().map(Pending::address).toList();
    }

    private void ask(Iterator<Pending> waiting) throws InterruptedException {
        var one = waiting.next();
        try {
            var node = caller.node();
            var answer = node.get(node.endpoint().route(one.address));
            if (answer.status() == 200 && one.isOver.test(answer.json())) {
                waiting.remove();
                one.ended.accept(answer.json());
            }
        } catch (IOException _) {
            // asked again later
        }
    }

    private void next() throws InterruptedException {
        var dice = random.nextInt(100);
        var live = choose(picture -> picture.live().settled());
        if (dice < 22 || live.isEmpty()) {
            upload();
            return;
        }
        var picture = live.get();
        switch (dice / 4) {
            case 5, 6 -> delete(picture);
            case 7, 8 -> restoreOne();
            case 9, 10 -> uploadAgain(choose(_ -> true).orElse(picture));
            case 11, 12 -> rename(picture);
            case 13, 14, 15 -> label(picture);
            case 16, 17 -> copy(picture);
            case 18 -> copyList();
            case 19 -> copyAll();
            case 20 -> list();
            case 21, 22 -> download(picture);
            default -> look(picture);
        }
    }

    private void restoreOne() throws InterruptedException {
        var deleted = choose(picture -> picture.registered() && !picture.live().settled());
        if (deleted.isPresent()) {
            restore(deleted.get());
        }
    }

    private Optional<Picture> choose(Predicate<Picture> wanted) {
        var recent = pictures.subList(Math.max(0, pictures.size() - RECENT), pictures.size()).stream()
                .filter(picture -> !picture.waiting() && wanted.test(picture))
                .toList();
        return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(random.nextInt(recent.size())));
    }

    // uploads

    private void upload() throws InterruptedException {
        var picture = source.picture(new UUID(random.nextLong(), random.nextLong()));
        pictures.add(picture);
        tenant.pictures().add(picture);
        switch (random.nextInt(5)) {
            case 0 -> upload(Kind.UPLOAD_URL, picture, address(picture), keyed(Map.of()));
            case 1 -> upload(Kind.UPLOAD_ASYNC, picture, file(picture), keyed(Map.of("Prefer", "respond-async")));
            case 2 -> upload(Kind.UPLOAD, picture, file(picture), Map.of());
            default -> upload(Kind.UPLOAD, picture, file(picture), keyed(Map.of()));
        }
    }

    private void uploadAgain(Picture picture) throws InterruptedException {
        upload(Kind.UPLOAD_AGAIN, picture, file(picture), random.nextBoolean() ? Map.of() : keyed(Map.of()));
    }

    private MultipartForm file(Picture picture) {
        return new MultipartForm().file("filedata", picture.firstName(), source.content(picture));
    }

    private MultipartForm address(Picture picture) {
        return new MultipartForm().field("url[0]", source.address(picture).toString());
    }

    private Map<String, String> keyed(Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("Idempotency-Key", number + "-" + sequence++);
        return all;
    }

    private void upload(Kind kind, Picture picture, MultipartForm form, Map<String, String> headers)
            throws InterruptedException {
        present(
                kind,
                picture,
                node -> node.upload(form, headers),
                asked -> {
                    picture.live().settle(true, asked);
                    picture.register();
                },
                true);
    }

    // changes

    private void delete(Picture picture) throws InterruptedException {
        present(
                Kind.DELETE,
                picture,
                node -> node.send("DELETE", image(node, picture, ""), Map.of()),
                asked -> picture.live().settle(false, asked),
                false);
    }

    private void restore(Picture picture) throws InterruptedException {
        present(
                Kind.RESTORE,
                picture,
                node -> node.send("POST", image(node, picture, "/restore"), Map.of()),
                asked -> picture.live().settle(true, asked),
                true);
    }

    /// Makes the image live, or not.
    private void present(Kind kind, Picture picture, Request request, Consumer<Instant> settle, boolean live)
            throws InterruptedException {
        picture.change();
        tenant.mayBeCopied(picture);
        change(new Change(
                kind, picture, request, settle, givenUp -> picture.live().doubt(live, givenUp)));
        tenant.mayBeCopied(picture);
    }

    private void rename(Picture picture) throws InterruptedException {
        var name = "name-" + number + "-" + sequence++ + ".jpg";
        change(new Change(
                Kind.RENAME,
                picture,
                node -> node.send("PUT", image(node, picture, "/name"), Map.of(), '"' + name + '"'),
                asked -> {
                    wasLive(picture, "renamed");
                    picture.name().settle(name, asked);
                },
                givenUp -> picture.name().doubt(name, givenUp)));
    }

    private void label(Picture picture) throws InterruptedException {
        var label = "label-" + number + "-" + sequence++;
        change(new Change(
                Kind.LABEL,
                picture,
                node -> node.send(
                        "PATCH", image(node, picture, "/meta/user"), Map.of(), "{\"text:label\":\"" + label + "\"}"),
                asked -> {
                    wasLive(picture, "edited");
                    picture.label().settle(label, asked);
                },
                givenUp -> picture.label().doubt(label, givenUp)));
    }

    private void wasLive(Picture picture, String done) {
        if (!picture.live().allows(true)) {
            history.contradiction("image " + picture + " was " + done + " although it is deleted");
        }
    }

    private void change(Change change) throws InterruptedException {
        var picture = change.picture;
        picture.waiting(true);
        var asked = Instant.now();
        var reply = caller.send(change.request);
        if (reply.unclear() > 0) {
            change.doubt.accept(Instant.now());
        }
        switch (reply.status()) {
            case 200, 201, 204 -> {
                change.settle.accept(asked);
                if (change.kind != Kind.COPY) { // whose answer tells the revision of the other organization
                    picture.revision(reply.revision());
                }
                told(change.kind, picture, Result.SUCCEEDED, reply);
                picture.waiting(false);
            }
            case 202 -> {
                told(change.kind, picture, Result.ACCEPTED, reply);
                pending.add(decision(change, asked, reply));
            }
            case 404 -> {
                missing(change.kind, picture, asked);
                told(change.kind, picture, Result.REJECTED, reply);
                picture.waiting(false);
            }
            case 0 -> {
                told(change.kind, picture, Result.UNKNOWN, reply);
                picture.waiting(false);
            }
            default -> {
                unexpected(change.kind, picture, reply);
                picture.waiting(false);
            }
        }
    }

    /// It will be decided; until then the image is left alone.
    private Pending decision(Change change, Instant asked, Reply reply) {
        var picture = change.picture;
        var address = reply.header("Location");
        var id = address.substring(address.lastIndexOf('/') + 1);
        return new Pending(address, json -> !json.path("state").asText().equals("accepted"), json -> {
            var succeeded = json.path("state").asText().equals("succeeded");
            if (succeeded) {
                change.settle.accept(asked);
            } else if (json.path("reason").asText().equals("not-found")) {
                missing(change.kind, picture, asked);
            } else if (!PASSING_REASONS.contains(json.path("reason").asText())) {
                history.contradiction(change.kind + " of " + picture + " was accepted and then refused: " + json);
            }
            picture.revision(0);
            picture.waiting(false);
            tenant.mayBeCopied(picture);
            history.add(
                    number,
                    tenant.name(),
                    change.kind,
                    picture.toString(),
                    succeeded ? Result.SUCCEEDED : Result.REJECTED,
                    200,
                    1,
                    id);
        });
    }

    /// The image is said not to be there.
    private void missing(Kind kind, Picture picture, Instant asked) {
        if (kind == Kind.RESTORE || !picture.live().allows(false)) {
            history.contradiction(
                    kind + ": image " + picture + " is said not to be there, but it is " + picture.live());
        } else {
            picture.live().settle(false, asked);
        }
    }

    // copies

    private void copy(Picture picture) throws InterruptedException {
        tenant.mayBeCopied(picture);
        change(new Change(
                Kind.COPY,
                picture,
                node -> node.send("COPY", image(node, picture, ""), Map.of("Destination", tenant.copiesName())),
                asked -> picture.copied().settle(true, asked),
                givenUp -> picture.copied().doubt(true, givenUp)));
    }

    private void copyList() throws InterruptedException {
        var chosen = new HashSet<Picture>();
        for (var i = 0; i < LIST; i++) {
            choose(picture -> picture.live().settled()).ifPresent(chosen::add);
        }
        var body = Json.MAPPER.createArrayNode();
        chosen.forEach(picture -> body.add(picture.hash().value()));
        var asked = Instant.now();
        var reply = caller.send(node -> node.send(
                "POST", node.endpoint().images("/copy"), Map.of("Destination", tenant.copiesName()), body.toString()));
        if (reply.unclear() > 0 || reply.status() == 202) {
            chosen.forEach(picture -> picture.copied().doubt(true, Instant.now()));
        }
        var what = chosen.size() + " images";
        switch (reply.status()) {
            case 200 -> {
                copied(chosen, reply.json(), asked, true);
                told(Kind.COPY_LIST, what, Result.SUCCEEDED, reply);
            }
            case 202 -> {
                told(Kind.COPY_LIST, what, Result.ACCEPTED, reply);
                var id = reply.header("Location").substring("/operations/".length());
                pending.add(new Pending(
                        reply.header("Location"),
                        json -> !json.path("state").asText().equals("accepted"),
                        json -> {
                            copied(chosen, json.path("parts").path(0), asked, false);
                            history.add(number, tenant.name(), Kind.COPY_LIST, what, Result.SUCCEEDED, 200, 1, id);
                        }));
            }
            case 404 -> {
                chosen.forEach(picture -> missing(Kind.COPY_LIST, picture, asked));
                told(Kind.COPY_LIST, what, Result.REJECTED, reply);
            }
            case 0 -> told(Kind.COPY_LIST, what, Result.UNKNOWN, reply);
            default -> unexpected(Kind.COPY_LIST, chosen, reply);
        }
    }

    /// @param atOnce whether nothing can have changed since it was decided
    private void copied(Set<Picture> asked, JsonNode answer, Instant when, boolean atOnce) {
        var there = new HashSet<String>();
        List.of("created", "existing").forEach(field -> answer.path(field).forEach(hash -> there.add(hash.asText())));
        var missing = new HashSet<String>();
        answer.path("notfound").forEach(hash -> missing.add(hash.asText()));
        for (var picture : asked) {
            if (there.contains(picture.hash().value())) {
                picture.copied().settle(true, when);
            } else if (atOnce && missing.contains(picture.hash().value())) {
                missing(Kind.COPY_LIST, picture, when);
            }
        }
    }

    /// One job at a time for each organization.
    private void copyAll() throws InterruptedException {
        if (tenant.jobs().get() > 0 || random.nextInt(3) != 0) {
            return;
        }
        var asked = Instant.now();
        var there = tenant.beginJob();
        var headers = keyed(Map.of("Destination", tenant.copiesName()));
        var reply = caller.send(node -> node.send("POST", node.endpoint().images("/copy-all"), headers));
        if (reply.status() == 202) {
            told(Kind.COPY_ALL, tenant.name(), Result.ACCEPTED, reply);
            pending.add(new Pending(
                    reply.header("Location"),
                    json -> json.hasNonNull("finished"),
                    json -> jobEnded(json, there, asked)));
        } else if (reply.status() == 0) {
            // it may be under way for good
            told(Kind.COPY_ALL, tenant.name(), Result.UNKNOWN, reply);
        } else {
            unexpected(Kind.COPY_ALL, tenant.name(), reply);
        }
    }

    private void jobEnded(JsonNode job, Map<Picture, Integer> there, Instant asked) {
        var counted = job.path("created").asInt()
                + job.path("existing").asInt()
                + job.path("skipped").asInt()
                + job.path("failed").asInt();
        if (!job.path("state").asText().equals("done")
                || counted != job.path("treated").asInt()) {
            history.contradiction("the job does not add up: " + job);
        }
        tenant.endJob(job.path("failed").asInt() == 0 ? there : Map.of(), asked);
        history.add(number, tenant.name(), Kind.COPY_ALL, tenant.name(), Result.SUCCEEDED, 200, 1, "");
    }

    // reads

    private void look(Picture picture) throws InterruptedException {
        var reply = read(Kind.LOOK, picture, "");
        if (reply.status() == 200) {
            check(picture, reply.json());
        }
    }

    private void check(Picture picture, JsonNode image) {
        if (!picture.explains(image)) {
            history.contradiction("look: " + picture.expected() + " is shown as " + image);
        }
    }

    private void download(Picture picture) throws InterruptedException {
        var reply = read(Kind.DOWNLOAD, picture, "/download");
        if (reply.answer() != null
                && reply.status() == 200
                && !reply.answer().body().equals(source.content(picture))) {
            history.contradiction("download: image " + picture + " has other bytes than were uploaded");
        }
    }

    /// Reads what was written last, at whichever node. Where the last answer did not say which revision that is, the
    /// node may be behind, and nothing follows from what it shows.
    private Reply read(Kind kind, Picture picture, String route) throws InterruptedException {
        if (picture.revision() == 0) {
            return new Reply(null, 0, 0);
        }
        var revision = Map.of("Sluice-Revision", Long.toString(picture.revision()));
        var reply = caller.send(node -> node.send("GET", image(node, picture, route), revision));
        switch (reply.status()) {
            case 200 -> {
                if (!picture.live().allows(true)) {
                    history.contradiction(kind + ": image " + picture + " is shown although it is deleted");
                }
                told(kind, picture, Result.SUCCEEDED, reply);
            }
            case 404 -> {
                if (!picture.live().allows(false)) {
                    history.contradiction(kind + ": image " + picture + " is not shown although it is live");
                }
                told(kind, picture, Result.REJECTED, reply);
            }
            case 0 -> told(kind, picture, Result.UNKNOWN, reply);
            default -> unexpected(kind, picture, reply);
        }
        return reply;
    }

    private void list() throws InterruptedException {
        var offset = random.nextInt(20);
        var reply = caller.send(node -> node.list("?limit=20&offset=" + offset));
        switch (reply.status()) {
            case 200 -> told(Kind.LIST, tenant.name(), Result.SUCCEEDED, reply);
            case 0 -> told(Kind.LIST, tenant.name(), Result.UNKNOWN, reply);
            default -> unexpected(Kind.LIST, tenant.name(), reply);
        }
    }

    private void told(Kind kind, Object what, Result result, Reply reply) {
        // a fault names an operation that may never have been accepted
        var operation = reply.status() < 500 ? reply.header("Sluice-Operation") : "";
        history.add(number, tenant.name(), kind, what.toString(), result, reply.status(), reply.sends(), operation);
    }

    private void unexpected(Kind kind, Object what, Reply reply) {
        history.contradiction(kind + " of " + what + " was answered with " + reply.status() + ": "
                + Optional.ofNullable(reply.answer()).map(Answer::text).orElse(""));
        told(kind, what, Result.REJECTED, reply);
    }

    private static URI image(SluiceClient node, Picture picture, String route) {
        return node.endpoint().images("/" + picture.hash() + route);
    }
}
