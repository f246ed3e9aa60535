package io.sluice.e2e;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standalone.client.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The access table: every route, requested by every kind of caller. Each request would succeed with the
/// required permission.
@ExtendWith(RunningServer.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTableE2E {

    /// The rows are requests; the one with `HEAD` has the same permissions as `GET`, whose response does not end.
    /// The columns: no key, an unknown one, that of another tenant's admin, those of members with a single
    /// role, the operator's.
    private static final List<String> COLUMNS = List.of(
            "none",
            "wrong",
            "other",
            "read",
            "write",
            "upload",
            "s:read",
            "s:write",
            "s:down",
            "s:unlock",
            "admin",
            "root");

    private static final String TABLE = """
                                                                         none   wrong  other   read  write upload s:read s:write s:down s:unlock admin  root
            GET /                                                         200    403    200    200    200    200    200    200    200    200    200    200
            GET /console                                                  200    200    200    200    200    200    200    200    200    200    200    200
            GET /console/assets/{version}/{file}                          200    200    200    200    200    200    200    200    200    200    200    200
            GET /console/assets/{version}/{directory}/{file}              200    200    200    200    200    200    200    200    200    200    200    200
            GET /openapi.json                                             200    200    200    200    200    200    200    200    200    200    200    200
            GET /console/api                                              200    200    200    200    200    200    200    200    200    200    200    200
            GET /console/api.js                                           200    200    200    200    200    200    200    200    200    200    200    200
            GET /console/api.css                                          200    200    200    200    200    200    200    200    200    200    200    200
            GET /health/live                                              200    200    200    200    200    200    200    200    200    200    200    200
            GET /health/ready                                             200    200    200    200    200    200    200    200    200    200    200    200
            GET /metrics                                                  200    200    200    200    200    200    200    200    200    200    200    200
            POST /users                                                   403    403    403    403    403    403    403    403    403    403    403    201
            GET /user                                                     403    403    200    200    200    200    200    200    200    200    200    200
            GET /user/apikeys                                             403    403    200    200    200    200    200    200    200    200    200    403
            POST /user/apikeys                                            403    403    201    201    201    201    201    201    201    201    201    403
            GET /user/apikeys/current                                     403    403    200    200    200    200    200    200    200    200    200    403
            GET /user/apikeys/token                                       403    403    200    200    200    200    200    200    200    200    200    403
            DELETE /user/apikeys/{id}                                     403    403    204    204    204    204    204    204    204    204    204    403
            GET /operations/{id}                                          403    403    404    200    200    200    200    200    200    200    200    200
            POST /operations/{id}/replay                                  403    403    404    403    202    202    403    202    403    403    202    202
            GET /organizations/{organization}/operations                  403    403    403    200    200    200    200    200    403    403    200    200
            POST /organizations/{organization}/operations/replay          403    403    403    403    202    202    403    202    403    403    202    202
            GET /organizations/{organization}/jobs                        403    403    403    200    200    403    200    200    403    403    200    200
            HEAD /organizations/{organization}/events                     403    403    403    200    200    403    200    200    403    403    200    200
            GET /queue                                                    403    403    200    200    200    200    200    200    200    200    200    200
            GET /jobs/{id}                                                403    403    404    200    200    200    200    200    200    200    200    200
            DELETE /jobs/{id}                                             403    403    404    403    403    403    403    403    403    403    204    204
            GET /organizations/{organization}                             403    403    403    200    200    200    200    200    200    200    200    200
            PUT /organizations/{organization}                             403    403    201    201    201    201    201    201    201    201    201    201
            PUT /organizations/{organization}/limits                      403    403    403    403    403    403    403    403    403    403    403    200
            GET /organizations/{organization}/usage                       403    403    403    200    200    200    200    200    200    200    200    200
            GET /organizations/{organization}/memberships                 403    403    403    403    403    403    403    403    403    403    200    200
            POST /organizations/{organization}/memberships                403    403    403    403    403    403    403    403    403    403    201    201
            GET /organizations/{organization}/memberships/{user}          403    403    403    403    403    403    403    403    403    403    200    200
            PUT /organizations/{organization}/memberships/{user}          403    403    403    403    403    403    403    403    403    403    200    200
            DELETE /organizations/{organization}/memberships/{user}       403    403    403    403    403    403    403    403    403    403    204    204
            PUT /organizations/{organization}/options/webhook             403    403    403    403    403    403    403    403    403    403    201    200
            GET /organizations/{organization}/options/webhook             403    403    403    403    403    403    403    403    403    403    200    200
            DELETE /organizations/{organization}/options/webhook          403    403    403    403    403    403    403    403    403    403    204    204
            POST /organizations/{organization}/options/webhook/test       403    403    403    403    403    403    403    403    403    403    202    202
            GET /organizations/{organization}/options/webhook/deliveries  403    403    403    403    403    403    403    403    403    403    200    200
            POST /sourceimages/{organization}                             403    403    403    403    200    200    403    200    403    403    200    200
            GET /sourceimages/{organization}                              403    403    403    200    200    403    200    200    403    403    200    200
            DELETE /sourceimages/{organization}                           403    403    403    403    204    403    403    204    403    403    204    204
            POST /sourceimages/{organization}/exists                      403    403    403    200    200    200    200    200    403    403    200    200
            POST /sourceimages/{organization}/copy                        403    403    403    200    200    403    200    200    403    403    200    200
            POST /sourceimages/{organization}/copy-all                    403    403    403    202    202    403    403    403    403    403    202    202
            POST /sourceimages/{organization}/delete-all                  403    403    403    403    403    403    403    403    403    403    202    202
            GET /sourceimages/{organization}/{hash}                       403    403    403    200    200    403    200    200    403    403    200    200
            DELETE /sourceimages/{organization}/{hash}                    403    403    403    403    204    403    403    204    403    403    204    204
            COPY /sourceimages/{organization}/{hash}                      403    403    403    201    201    403    201    201    403    403    201    201
            COPY /sourceimages/{organization}/{hash} # protected          403    403    403    201    201    403    403    403    403    403    201    201
            POST /sourceimages/{organization}/{hash}/copy                 403    403    403    201    201    403    201    201    403    403    201    201
            GET /sourceimages/{organization}/{hash}/download              403    403    403    200    200    403    200    200    403    403    200    200
            GET /sourceimages/{organization}/{hash}/download # protected  403    403    403    200    200    403    403    403    403    403    200    200
            GET /sourceimages/{organization}/{hash}/preview               403    403    403    200    200    403    200    200    403    403    200    200
            GET /sourceimages/{organization}/{hash}/preview # protected   403    403    403    200    200    403    403    403    403    403    200    200
            POST /sourceimages/{organization}/{hash}/restore              403    403    403    403    200    403    403    200    403    403    200    200
            PUT /sourceimages/{organization}/{hash}/name                  403    403    403    403    200    403    403    200    403    403    200    200
            PUT /sourceimages/{organization}/{hash}/options/protected     403    403    403    403    201    403    403    201    403    403    201    201
            PUT /sourceimages/{organization}/{hash}/options/locked        403    403    403    403    403    403    403    403    403    200    200    200
            GET /sourceimages/{organization}/{hash}/meta/user             403    403    403    200    200    403    200    200    403    403    200    200
            GET /sourceimages/{organization}/{hash}/meta/user/{name}      403    403    403    200    200    403    200    200    403    403    200    200
            PATCH /sourceimages/{organization}/{hash}/meta/user           403    403    403    403    204    403    403    204    403    403    204    204
            PUT /sourceimages/{organization}/{hash}/meta/user             403    403    403    403    204    403    403    204    403    403    204    204
            DELETE /sourceimages/{organization}/{hash}/meta/user          403    403    403    403    204    403    403    204    403    403    204    204
            PUT /sourceimages/{organization}/{hash}/meta/user/{name}      403    403    403    403    204    403    403    204    403    403    204    204
            DELETE /sourceimages/{organization}/{hash}/meta/user/{name}   403    403    403    403    204    403    403    204    403    403    204    204
            PUT /sourceimages/{organization}/{hash}/meta/dynamic/{name}   403    403    403    403    201    403    403    201    403    403    201    201
            DELETE /sourceimages/{organization}/{hash}/meta/dynamic/{name} 403   403    403    403    201    403    403    201    403    403    201    201
            """;

    private static final String PROTECTED = " # protected";
    private static final String ORGANIZATION = "access";

    /// The destination of copies, in which a caller that copies may write.
    private static final String DESTINATION = "access-copies";

    /// An organization without images and with the same members.
    private static final String EMPTY = "access-empty";

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /organizations/{organization}/memberships", "{\"roles\":[\"read\"]}"),
            Map.entry("PUT /organizations/{organization}/memberships/{user}", "{\"role\":\"write\"}"),
            Map.entry("PUT /organizations/{organization}/limits", "{\"images\":1000000}"),
            Map.entry("POST /sourceimages/{organization}/exists", "[]"),
            Map.entry("PUT /sourceimages/{organization}/{hash}/name", "\"other.jpg\""),
            Map.entry("PUT /sourceimages/{organization}/{hash}/options/protected", "true"),
            Map.entry("PUT /sourceimages/{organization}/{hash}/options/locked", "true"),
            Map.entry("PATCH /sourceimages/{organization}/{hash}/meta/user", "{\"title\":\"A\"}"),
            Map.entry("PUT /sourceimages/{organization}/{hash}/meta/user", "{\"title\":\"A\"}"),
            Map.entry("PUT /sourceimages/{organization}/{hash}/meta/user/{name}", "A"),
            Map.entry("PUT /sourceimages/{organization}/{hash}/meta/dynamic/{name}", "{\"text\":\"2\"}"));

    private final Map<String, Requests> callers = new LinkedHashMap<>();
    private Requests admin;
    private String adminId;
    private String operation;
    private String rejected;
    private String job;

    @BeforeAll
    void makeEverybody(RunningServer server) throws Exception {
        admin = Requests.signUp(server, ORGANIZATION);
        adminId = admin.get("/user").expect(200).json().path("user_id").asText();
        for (var organization : List.of(DESTINATION, EMPTY)) {
            admin.send("PUT", "/organizations/" + organization, "").expect(201);
        }
        callers.put("none", admin.as(""));
        callers.put("wrong", admin.as("0".repeat(64)));
        callers.put("other", Requests.signUp(server, "access-other"));
        for (var role : List.of(
                "read",
                "write",
                "upload",
                "sourceimages:read",
                "sourceimages:write",
                "sourceimages:download:protected",
                "sourceimages:unlock",
                "admin")) {
            var column =
                    role.replace("sourceimages:download:protected", "s:down").replace("sourceimages:", "s:");
            callers.put(column, admin.as(member(role)));
        }
        callers.put("root", admin.as(RunningServer.ROOT_KEY));
        operation = admin.uploadForm(ORGANIZATION, Requests.uniqueImage())
                .expect(200)
                .headers()
                .firstValue("Sluice-Operation")
                .orElseThrow();
        rejected = admin.send(
                        "POST",
                        "/sourceimages/" + ORGANIZATION,
                        "url[0]=ftp://example.org/a.png",
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .headers()
                .firstValue("Sluice-Operation")
                .orElseThrow();
        job = finishedJob();
    }

    /// Returns the key of a new member of all three organizations, who has the role to write in one of them
    /// and therefore may change its own account, which readers may not.
    private String member(String role) throws Exception {
        var roles = "{\"roles\":[\"" + role + "\"]}";
        var member = admin.send("POST", "/organizations/" + ORGANIZATION + "/memberships", roles)
                .expect(201)
                .json();
        var path = "/memberships/" + member.path("user_id").asText();
        admin.send("PUT", "/organizations/" + EMPTY + path, roles).expect(201);
        admin.send("PUT", "/organizations/" + DESTINATION + path, "{\"role\":\"write\"}")
                .expect(201);
        return member.path("api_key").asText();
    }

    private String finishedJob() throws Exception {
        var location = admin.send("POST", "/sourceimages/" + EMPTY + "/delete-all?confirm=" + EMPTY, "")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        CopyE2E.awaitEnd(admin, location);
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void allowsExactlyThePermittedRequests() throws Exception {
        var expected = table();
        var seen = new LinkedHashMap<String, Map<String, Integer>>();
        for (var row : expected.entrySet()) {
            var statuses = new LinkedHashMap<String, Integer>();
            for (var caller : callers.entrySet()) {
                int wanted = requireNonNull(row.getValue().get(caller.getKey()));
                statuses.put(
                        caller.getKey(),
                        send(row.getKey(), caller.getValue(), wanted < 400).status());
            }
            seen.put(row.getKey(), statuses);
        }

        assertThat(text(seen)).isEqualTo(text(expected));
    }

    @Test
    void hasARowForEveryRoute() throws Exception {
        var routes = StreamSupport.stream(
                        admin.get("/").expect(200).json().path("routes").spliterator(), false)
                .map(route ->
                        route.path("method").asText() + ' ' + route.path("path").asText())
                .collect(Collectors.toSet());

        assertThat(table().keySet().stream()
                        .map(row -> row.replace(PROTECTED, "").replace("HEAD ", "GET "))
                        .collect(Collectors.toSet()))
                .isEqualTo(routes);
    }

    /// @param succeeds whether the request is permitted, and therefore needs its own target
    private Answer send(String row, Requests caller, boolean succeeds) throws Exception {
        var route = row.replace(PROTECTED, "");
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(method.length() + 1);
        return switch (route) {
            case "GET /console/assets/{version}/{file}" -> caller.get(consoleFile(caller, "main.js"));
            case "GET /console/assets/{version}/{directory}/{file}" -> caller.get(consoleFile(caller, "core/api.js"));
            case "POST /organizations/{organization}/options/webhook/test" -> {
                var hook = "/organizations/" + ORGANIZATION + "/options/webhook";
                if (succeeds) {
                    admin.send("PUT", hook, webhook());
                }
                yield caller.send(method, hook + "/test", "");
            }
            case "POST /sourceimages/{organization}" -> caller.uploadForm(ORGANIZATION, Requests.uniqueImage());
            case "POST /users" ->
                caller.send(
                        "POST", path, "{\"email\":\"a@example.com\",\"organization\":\"" + UUID.randomUUID() + "\"}");
            case "PUT /organizations/{organization}" ->
                // only the root key needs to name an admin
                caller.send(method, "/organizations/" + UUID.randomUUID(), "{\"admin\":\"" + adminId + "\"}");
            case "PUT /organizations/{organization}/options/webhook" ->
                caller.send(method, path.replace("{organization}", ORGANIZATION), webhook());
            case "DELETE /organizations/{organization}/options/webhook" -> {
                var hook = path.replace("{organization}", ORGANIZATION);
                if (succeeds) {
                    admin.send("PUT", hook, webhook());
                }
                yield caller.send(method, hook, "");
            }
            case "DELETE /user/apikeys/{id}" -> caller.send(method, path.replace("{id}", otherKey(caller)), "");
            case "GET /operations/{id}" -> caller.get(path.replace("{id}", operation));
            case "POST /operations/{id}/replay" -> caller.send(method, path.replace("{id}", rejected), "");
            case "POST /organizations/{organization}/operations/replay" ->
                caller.send(method, path.replace("{organization}", EMPTY), "");
            case "GET /jobs/{id}", "DELETE /jobs/{id}" -> caller.send(method, path.replace("{id}", job), "");
            case "POST /sourceimages/{organization}/delete-all" ->
                caller.send(method, "/sourceimages/" + EMPTY + "/delete-all?confirm=" + EMPTY, "");
            case "DELETE /sourceimages/{organization}" ->
                caller.send(
                        method,
                        "/sourceimages/" + ORGANIZATION + "?binaryHash="
                                + admin.upload(ORGANIZATION).path("binary_hash").asText(),
                        "");
            case "POST /sourceimages/{organization}/copy" ->
                copy(
                        caller,
                        method,
                        path.replace("{organization}", ORGANIZATION),
                        "[\"" + admin.upload(ORGANIZATION).path("hash").asText() + "\"]");
            default -> {
                if (path.contains("{user}") && succeeds) {
                    path = path.replace("{user}", newUser());
                }
                if (path.contains("{hash}")) {
                    path = path.replace("{hash}", image(row.endsWith(PROTECTED)));
                }
                path = path.replace("{organization}", ORGANIZATION)
                        .replace("{user}", UUID.randomUUID().toString())
                        .replace("{name}", path.contains("dynamic") ? "version" : "title");
                yield copy(caller, method, path, BODIES.getOrDefault(route, ""));
            }
        };
    }

    /// Returns the address of a file of the console.
    private static String consoleFile(Requests caller, String file) throws Exception {
        var page = caller.get("/console").expect(200).text();
        var start = page.indexOf("/console/assets/");
        return page.substring(start, page.indexOf('/', start + "/console/assets/".length())) + '/' + file;
    }

    /// Sends a request that may be a copy.
    private static Answer copy(Requests caller, String method, String path, String body)
            throws IOException, InterruptedException {
        return caller.send(method, path, body, "Destination", DESTINATION);
    }

    private String image(boolean isProtected) throws Exception {
        return admin.upload(
                        ORGANIZATION,
                        Requests.uniqueImage(),
                        "options[0]",
                        "{\"protected\":" + isProtected + "}",
                        "meta_user[0]",
                        "{\"title\":\"A\"}",
                        "meta_dynamic[0]",
                        "{\"version\":{\"text\":\"1\"}}")
                .path("hash")
                .asText();
    }

    /// Returns a webhook that was not set before.
    private static String webhook() {
        return "{\"url\":\"http://localhost/" + UUID.randomUUID() + "\",\"secret\":\"the-secret-of-a-test\"}";
    }

    private String newUser() throws Exception {
        return admin.send("POST", "/organizations/" + ORGANIZATION + "/memberships", "{\"roles\":[\"read\"]}")
                .expect(201)
                .json()
                .path("user_id")
                .asText();
    }

    /// Returns an unused key of the caller; any id when there is none.
    private static String otherKey(Requests caller) throws Exception {
        var keys = caller.get("/user/apikeys");
        var current = caller.get("/user/apikeys/current").json().path("id").asText();
        for (var key : keys.json()) {
            if (keys.status() == 200 && !key.path("id").asText().equals(current)) {
                return key.path("id").asText();
            }
        }
        return UUID.randomUUID().toString();
    }

    private static Map<String, Map<String, Integer>> table() {
        var table = new LinkedHashMap<String, Map<String, Integer>>();
        TABLE.lines().skip(1).forEach(line -> {
            var cells = line.strip().split("\\s+(?=\\d{3}(\\s|$))", -1);
            var statuses = new LinkedHashMap<String, Integer>();
            for (var i = 0; i < COLUMNS.size(); i++) {
                statuses.put(COLUMNS.get(i), Integer.parseInt(cells[i + 1].strip()));
            }
            table.put(cells[0], statuses);
        });
        return table;
    }

    private static String text(Map<String, Map<String, Integer>> table) {
        return table.entrySet().stream()
                .map(row -> row.getKey() + ": "
                        + row.getValue().entrySet().stream()
                                .map(cell -> cell.getKey() + ' ' + cell.getValue())
                                .collect(joining(", ")))
                .collect(joining("\n"));
    }
}
