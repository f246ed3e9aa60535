package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/// The pictures of the console in its documentation, of an organization with drawn images.
final class ConsolePictures {

    private static final String ORGANIZATION = "atelier";

    private static final List<String> NAMES = List.of(
            "dawn", "ridge", "harbour", "valley", "dunes", "glacier", "meadow", "canyon", "lagoon", "forest", "summit",
            "delta", "moor", "cliffs", "estuary", "plateau", "fjord", "prairie", "basin", "grove");

    private final RunningServer server;
    private final Browser browser;
    private final Path directory;

    ConsolePictures(RunningServer server, Browser browser, Path directory) {
        this.server = server;
        this.browser = browser;
        this.directory = directory;
    }

    void write() throws Exception {
        var admin = Requests.signUp(server, ORGANIZATION);
        var last = "";
        for (var index = 0; index < NAMES.size(); index++) {
            last = admin.upload(ORGANIZATION, landscape(index)).path("hash").asText();
            var image = "/sourceimages/" + ORGANIZATION + '/' + last;
            admin.send("PUT", image + "/name", '"' + NAMES.get(index) + ".png\"")
                    .expect(200);
        }
        admin.send(
                        "PATCH",
                        "/sourceimages/" + ORGANIZATION + '/' + last + "/meta/user",
                        "{\"label\":\"final\",\"int:price\":12,\"array:tags\":[\"sea\",\"evening\"]}")
                .expect(204);
        admin.uploadForm(ORGANIZATION, "BM, but no bitmap".repeat(8).getBytes(UTF_8));
        browser.newWindow();
        browser.resize(1120, 700);
        for (var scheme : List.of("light", "dark")) {
            browser.prefer(scheme);
            browser.open(server.base() + "/console#/" + ORGANIZATION + "/images");
            if (scheme.equals("light")) {
                browser.fill("API key or token", admin.key());
                browser.click("Sign in");
            }
            browser.awaitCount(".tile img", NAMES.size());
            browser.screenshot(directory.resolve("images-" + scheme + ".png"));
        }
        browser.prefer("light");
        picture("images/" + last, "label", "image.png");
        picture("work/failed", "Unsupported format", "failures.png");
        picture("usage", "Limits", "usage.png");
        browser.becomePhone();
        picture("images", "20 images", "phone.png");
        browser.becomeDesktop();
    }

    private void picture(String view, String text, String file) throws IOException {
        browser.open(server.base() + "/console#/" + ORGANIZATION + '/' + view);
        browser.awaitText(text);
        browser.awaitCount(".pending", 0);
        browser.screenshot(directory.resolve(file));
    }

    /// Draws hills before a sky, each number other ones.
    private static byte[] landscape(int number) throws IOException {
        var random = new Random(number);
        var image = new BufferedImage(960, 640, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        var hue = number / (float) NAMES.size();
        graphics.setColor(Color.getHSBColor(hue, 0.3f, 0.96f));
        graphics.fillRect(0, 0, 960, 640);
        graphics.setColor(Color.getHSBColor(hue + 0.1f, 0.1f, 1f));
        graphics.fillOval(120 + random.nextInt(640), 60 + random.nextInt(160), 110, 110);
        for (var hill = 0; hill < 4; hill++) {
            var slope = new Polygon();
            slope.addPoint(0, 640);
            var phase = random.nextDouble() * 6;
            for (var x = 0; x <= 960; x += 12) {
                var height = Math.sin(x / (90.0 + 60 * hill) + phase) * 46 + Math.sin(x / 41.0 + phase * 3) * 9;
                slope.addPoint(x, (int) (320 + hill * 80 + height));
            }
            slope.addPoint(960, 640);
            graphics.setColor(Color.getHSBColor(hue + 0.55f - hill * 0.02f, 0.3f + hill * 0.12f, 0.75f - hill * 0.14f));
            graphics.fill(slope);
        }
        graphics.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
