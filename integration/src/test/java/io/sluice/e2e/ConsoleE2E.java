package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testsupport.LoopbackServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The console in a real browser. With the system property `sluice.console.screenshots`, the pictures in
/// `docs/console` are written again.
@ExtendWith(RunningServer.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleE2E {

    /// Two by two pixels; the message about it is that of any BMP.
    private static final byte[] BMP = bmp();

    private static final Path PICTURES = Path.of("../docs/console");

    private Browser browser;

    @TempDir
    Path directory;

    @BeforeAll
    void startBrowser() {
        var missing = Browser.missing();
        assumeTrue(missing.isEmpty(), () -> "the console is not tested in a browser: " + missing.orElseThrow());
        browser = Browser.start();
    }

    @AfterAll
    void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void hasNoErrors() {
        var errors = browser.errors();
        browser.closeWindows();
        assertThat(errors).isEmpty();
    }

    @Test
    void showsUploadsInEveryWindowAndWhyAFileIsRefused(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-upload");
        var second = signIn(admin, "console-upload", "images");
        browser.awaitText("No images yet");
        signIn(admin, "console-upload", "images");
        browser.awaitText("No images yet");

        uploadFiles(file("harbour.jpg", Requests.uniqueImage()), file("drawing.bmp", BMP));
        browser.awaitText("1 of 2 uploaded, 1 refused");
        browser.drop("bridge.jpg", "image/jpeg", Requests.uniqueImage());
        browser.awaitText("2 of 3 uploaded, 1 refused");

        browser.awaitText("The content is not a supported image format: a BMP image");
        browser.switchTo(second);
        browser.awaitCount(".tile", 2);
        assertThat(browser.text()).contains("harbour.jpg", "bridge.jpg");
    }

    @Test
    void explainsAFailureAndTriesItAgain(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-replay");
        var answer = new AtomicReference<>(new byte[0]);
        try (var host = LoopbackServer.start(exchange -> {
            var content = Objects.requireNonNull(answer.get());
            exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        })) {
            signIn(admin, "console-replay", "images");
            browser.click("Upload");
            browser.fill("Fetch from URLs", host.url("/quay.jpg"));
            browser.click("Fetch");
            browser.awaitText("0 of 1 uploaded, 1 refused");

            browser.click("Work");
            browser.click("Failed");
            browser.awaitText("Host answered with an error");
            browser.awaitText("404");
            browser.find(".group .row-button").click();
            browser.awaitText("Evidence");
            answer.set(Requests.uniqueImage());
            browser.click("Try again");
            browser.awaitText("Replay of");
            browser.awaitText("Succeeded");

            assertThat(admin.get("/sourceimages/console-replay")
                            .json()
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void filtersAndEditsImages(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-edit");
        upload(admin, "console-edit", "lake-one.jpg");
        var image = upload(admin, "console-edit", "forest.jpg");
        upload(admin, "console-edit", "lake-two.jpg");
        signIn(admin, "console-edit", "images");
        browser.awaitCount(".tile", 3);

        browser.field("Search by name").sendKeys("forest");
        browser.awaitText("1 image matches");
        browser.find("a.tile-link").click();
        browser.awaitText("None yet.");
        browser.click("Edit");
        browser.click("Add a field");
        browser.fill("Name", "label");
        browser.fill("Value", "<b>draft</b>");
        browser.click("Save");
        browser.awaitText("Metadata saved");

        browser.awaitText("<b>draft</b>");
        // the history: the upload and the edit
        browser.awaitCount(".timeline li", 2);
        assertThat(admin.get("/sourceimages/console-edit/" + image + "/meta/user/label")
                        .json()
                        .asText())
                .isEqualTo("<b>draft</b>");
        browser.open(address(admin, "console-edit", "images") + "?user%3Alabel=*");
        browser.awaitCount(".tile", 1);
    }

    @Test
    void deletesAndRestoresImages(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-delete");
        upload(admin, "console-delete", "old.jpg");
        signIn(admin, "console-delete", "images");

        browser.find("a.tile-link").click();
        browser.click("Delete");
        browser.find("dialog .button.danger").click();
        browser.awaitText("This image is deleted.");
        browser.click("All images");
        browser.awaitText("No images yet");
        browser.click("Deleted");
        browser.find("a.tile-link").click();
        browser.click("Restore");

        browser.awaitNoText("This image is deleted.");
        assertThat(admin.get("/sourceimages/console-delete")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void showsTheProgressOfAJob(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-job");
        admin.send("PUT", "/organizations/console-job-copies", "").expect(201);
        for (var number = 0; number < 5; number++) {
            upload(admin, "console-job", "series-" + number + ".jpg");
        }
        signIn(admin, "console-job", "images?name=series*");
        browser.awaitText("All 5 that match");

        browser.click("Copy all to…");
        browser.fill("Destination organization", "console-job-copies");
        browser.click("Copy");

        browser.awaitText("Copy of console-job to console-job-copies");
        browser.awaitText("5 of 5");
        browser.awaitText("5 created");
    }

    @Test
    void worksWithTheKeyboardAlone(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-keys");
        upload(admin, "console-keys", "only.jpg");
        browser.newWindow();
        browser.open(server.base() + "/console");
        browser.find("input[type=password]");
        browser.press(admin.key(), Keys.ENTER);
        browser.awaitCount(".tile", 1);

        browser.run("document.activeElement.blur()");
        browser.tabTo("Skip to content");
        browser.press(Keys.ENTER);
        browser.tabTo("Upload");
        browser.press(Keys.ENTER);
        browser.awaitText("Upload images");
        browser.press(Keys.ESCAPE);
        browser.awaitNoText("Upload images");
        assertThat(browser.focused()).isEqualTo("Upload");
        browser.tabTo("only.jpg");
        browser.press(Keys.ENTER);
        browser.awaitText("Binary hash");
        browser.tabTo("Rename");
        browser.press(Keys.ENTER);
        browser.awaitText("Save");
        browser.press(Keys.chord(Keys.CONTROL, "a"), "renamed.jpg", Keys.ENTER);

        browser.awaitText("renamed.jpg");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(admin.get("/sourceimages/console-keys?name=renamed.jpg")
                                .json()
                                .path("total")
                                .asInt())
                        .isEqualTo(1));
    }

    @Test
    void showsHostileNamesAsText(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-hostile");
        var name = "<img src=x onerror=document.title='owned'><b>.jpg";
        upload(admin, "console-hostile", name);
        signIn(admin, "console-hostile", "images");

        browser.awaitText(name);
        browser.find("a.tile-link").click();
        browser.awaitText("Binary hash");

        assertThat(browser.find("h1").getText()).isEqualTo(name);
        assertThat(String.valueOf(browser.run("return document.title"))).doesNotContain("owned");
    }

    @Test
    void saysWhatAReaderMayNotDo(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-reader");
        upload(admin, "console-reader", "shown.jpg");
        var reader = admin.send("POST", "/organizations/console-reader/memberships", "{\"roles\":[\"read\"]}")
                .json()
                .path("api_key")
                .asText();
        browser.newWindow();
        browser.open(server.base() + "/console");
        browser.fill("API key or token", "wrong");
        browser.click("Sign in");
        browser.awaitText("The API key is wrong");
        browser.fill("API key or token", reader);
        browser.click("Sign in");

        browser.awaitCount(".tile", 1);
        assertThat(browser.text()).doesNotContain("Upload", "Webhook");
        browser.click("Members and keys");
        browser.awaitText("Only admins see and change members.");
    }

    @Test
    void isAccessibleInEveryViewInLightAndDark(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-axe");
        var image = upload(admin, "console-axe", "picture.jpg");
        admin.uploadForm("console-axe", BMP);
        admin.send("POST", "/sourceimages/console-axe/delete-all?confirm=console-axe&name=none", "")
                .expect(202);
        signIn(admin, "console-axe", "images");
        var views = new LinkedHashMap<String, String>();
        views.put("images", "picture.jpg");
        views.put("images?format=png", "No image matches");
        views.put("images/" + image, "Binary hash");
        views.put("work", "Nothing is waiting");
        views.put("work/failed", "Unsupported format");
        views.put("work/jobs", "Deletion in console-axe");
        views.put("work/all", "picture.jpg");
        views.put("usage", "Limits");
        views.put("members", "Your API keys");
        views.put("webhook", "Last deliveries");
        for (var scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            for (var view : views.entrySet()) {
                browser.open(address(admin, "console-axe", view.getKey()));
                browser.awaitText(view.getValue());
                assertThat(browser.violations())
                        .as(view.getKey() + ", " + scheme)
                        .isEmpty();
            }
            browser.open(address(admin, "console-axe", "images"));
            for (var dialog : List.of("Upload", "Filters")) {
                browser.click(dialog);
                assertThat(browser.violations()).as(dialog + ", " + scheme).isEmpty();
                browser.press(Keys.ESCAPE);
            }
            browser.becomePhone();
            assertThat(browser.violations()).as("phone, " + scheme).isEmpty();
            browser.becomeDesktop();
        }
        browser.click("Sign out");
        browser.find("input[type=password]");
        assertThat(browser.violations()).isEmpty();
        browser.prefer("light");
    }

    @Test
    void staysSmallWithManyImages(RunningServer server) throws Exception {
        var admin = Requests.signUp(server, "console-many");
        for (var number = 0; number < 120; number++) {
            upload(admin, "console-many", "many-" + number + ".jpg");
        }
        signIn(admin, "console-many", "images");
        browser.awaitText("120 images");

        browser.run("scrollTo(0, document.body.scrollHeight)");
        browser.awaitText("many-0.jpg");

        var tiles = Integer.parseInt(String.valueOf(browser.run("return document.querySelectorAll('.tile').length")));
        assertThat(tiles).isBetween(5, 80);
    }

    @Test
    void picturesTheMainViews(RunningServer server) throws Exception {
        assumeTrue(Boolean.getBoolean("sluice.console.screenshots"), "pictures are written only on request");
        new ConsolePictures(server, browser, PICTURES).write();
    }

    /// Signs in, in a new window, and opens a view.
    private String signIn(Requests user, String organization, String view) {
        var window = browser.newWindow();
        browser.open(address(user, organization, view));
        browser.fill("API key or token", user.key());
        browser.click("Sign in");
        browser.find("main h1");
        return window;
    }

    private static String address(Requests user, String organization, String view) {
        return user.base() + "/console#/" + organization + '/' + view;
    }

    private void uploadFiles(Path... files) {
        browser.click("Upload");
        browser.awaitText("Choose files");
        var names = new StringBuilder();
        for (var file : files) {
            names.append(names.isEmpty() ? "" : "\n").append(file);
        }
        browser.upload(names.toString());
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    /// Uploads a new image with this name, and returns its hash.
    private static String upload(Requests user, String organization, String name) throws Exception {
        var hash = user.upload(organization).path("hash").asText();
        user.send("PUT", "/sourceimages/" + organization + '/' + hash + "/name", '"' + name.replace("\"", "\\\"") + '"')
                .expect(200);
        return hash;
    }

    private static byte[] bmp() {
        var bytes = ByteBuffer.allocate(70).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'B').put((byte) 'M').putInt(70).putInt(0).putInt(54);
        bytes.putInt(40)
                .putInt(2)
                .putInt(2)
                .putShort((short) 1)
                .putShort((short) 24)
                .putInt(0)
                .putInt(16);
        return bytes.array();
    }
}
