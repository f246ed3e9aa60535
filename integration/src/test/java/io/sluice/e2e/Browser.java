package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A headless Chromium that a test controls. Elements are found by the texts that people see, and waited for.
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private final ChromeDriver driver;
    private final String accessibility;

    private Browser(ChromeDriver driver, String accessibility) {
        this.driver = driver;
        this.accessibility = accessibility;
    }

    /// Returns why no browser can be started on this machine; empty when one can.
    static Optional<String> missing() {
        if (BROWSERS.stream().noneMatch(name -> onPath(name).isPresent())) {
            return Optional.of("there is none of " + BROWSERS + " in the PATH");
        }
        return onPath("chromedriver").isPresent()
                ? Optional.empty()
                : Optional.of("there is no chromedriver in the PATH");
    }

    static Browser start() {
        var options = new ChromeOptions();
        options.setBinary(BROWSERS.stream()
                .flatMap(name -> onPath(name).stream())
                .findFirst()
                .orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en",
                "--window-size=1360,880");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), accessibilityScript());
    }

    private static Optional<File> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst();
    }

    /// Reads axe-core from its webjar, whose paths contain the version.
    private static String accessibilityScript() {
        var loader = Browser.class.getClassLoader();
        try (var pom = loader.getResourceAsStream("META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            var properties = new Properties();
            properties.load(requireNonNull(pom));
            var script = "META-INF/resources/webjars/axe-core/" + properties.getProperty("version") + "/axe.min.js";
            try (var content = loader.getResourceAsStream(script)) {
                return new String(requireNonNull(content).readAllBytes(), UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("axe-core cannot be read", e);
        }
    }

    /// Opens a window of its own session, and returns its handle.
    String newWindow() {
        driver.switchTo().newWindow(WindowType.WINDOW);
        return driver.getWindowHandle();
    }

    /// Closes all windows but an empty one. A browser has few connections to a host, of which each window needs one for
    /// the events.
    void closeWindows() {
        var former = driver.getWindowHandles();
        var empty = newWindow();
        for (var window : former) {
            driver.switchTo().window(window).close();
        }
        driver.switchTo().window(empty);
    }

    void switchTo(String window) {
        driver.switchTo().window(window);
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return requireNonNull(driver.getCurrentUrl());
    }

    /// Makes the window as large as that of a phone.
    void becomePhone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    }

    /// Makes the inside of the window of this size.
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void becomeDesktop() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /// @param scheme `light` or `dark`
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// Waits until an element with this CSS selector is displayed.
    WebElement find(String selector) {
        return await("an element " + selector, driver -> displayed(driver.findElements(By.cssSelector(selector))));
    }

    /// Waits until a button, link or tab with this text or label is displayed.
    WebElement button(String text) {
        var path =
                "//*[self::button or self::a or self::summary][normalize-space(.)=%1$s or @aria-label=%1$s or span=%1$s]"
                        .formatted(quoted(text));
        return await("a button " + text, driver -> displayed(driver.findElements(By.xpath(path))));
    }

    void click(String text) {
        retried(() -> button(text).click());
    }

    /// Waits until the field with this label is displayed.
    WebElement field(String label) {
        var path =
                "//*[@id=//label[normalize-space(.)=%s]/@for] | //*[@aria-label=%s and (self::input or self::select)]"
                        .formatted(quoted(label), quoted(label));
        return await("a field " + label, driver -> displayed(driver.findElements(By.xpath(path))));
    }

    /// Replaces the content of a field as people do: with all of it selected. Clearing it would leave a moment in which
    /// the page can restore it.
    void fill(String label, String text) {
        retried(() -> field(label).sendKeys(Keys.chord(Keys.CONTROL, "a"), text));
    }

    /// Presses keys wherever the focus is.
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /// Presses the tabulator until the focused element has this text or label.
    void tabTo(String text) {
        for (var steps = 0; steps < 60; steps++) {
            press(Keys.TAB);
            if (focused().equals(text)) {
                return;
            }
        }
        throw new AssertionError("the tabulator does not reach " + text + " but " + focused());
    }

    /// Returns the label or text of the element that has the focus.
    String focused() {
        return String.valueOf(run("""
                const element = document.activeElement;
                return (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.innerText ?? '')
                    .trim().split('\\n')[0];
                """));
    }

    /// Waits until this text is displayed anywhere.
    void awaitText(String text) {
        await("the text " + text, driver -> text().contains(text) ? true : null);
    }

    void awaitNoText(String text) {
        await("no text " + text, driver -> text().contains(text) ? null : true);
    }

    /// Waits until there are so many elements with this CSS selector.
    void awaitCount(String selector, int count) {
        await(
                count + " elements " + selector,
                driver -> driver.findElements(By.cssSelector(selector)).size() == count ? true : null);
    }

    /// Returns the text of the page that is displayed.
    String text() {
        return String.valueOf(run("return document.body.innerText"));
    }

    @Nullable
    Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /// Chooses files in the dialog for uploads.
    ///
    /// @param paths separated by line feeds
    void upload(String paths) {
        driver.findElement(By.cssSelector("input[type=file]")).sendKeys(paths);
    }

    /// Drops a file on the page, as if it was dragged from another program.
    void drop(String name, String type, byte[] content) {
        run("""
                const [name, type, base64] = arguments;
                const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], name, { type }));
                for (const event of ['dragenter', 'dragover', 'drop']) {
                  document.body.dispatchEvent(
                    new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer: transfer }));
                }
                """, name, type, Base64.getEncoder().encodeToString(content));
    }

    /// Returns what axe-core finds at fault on the page, a line each.
    @SuppressWarnings("unchecked")
    List<String> violations() {
        run(accessibility);
        var found = ((JavascriptExecutor) driver).executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                // animations would have half of their colours
                document.getAnimations().forEach(animation => animation.finish?.call(
                  animation.effect?.getTiming().iterations === Infinity ? { finish() {} } : animation));
                axe.run(document, { resultTypes: ['violations'] }).then(
                  result => done(result.violations.flatMap(violation => violation.nodes.map(
                    node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`))),
                  error => done([`axe-core failed: ${error}`]));
                """);
        return (List<String>) requireNonNull(found);
    }

    /// Returns the errors in the browser's console since the last call. That a request was refused is none.
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> String.valueOf(entry.getMessage()))
                .filter(message -> !message.contains("the server responded with a status of 4"))
                .toList();
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    private <T> T await(String what, Function<ChromeDriver, T> found) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(100))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> "waited for " + what + " on " + driver.getCurrentUrl() + " with: " + text())
                .until(_ -> found.apply(driver));
    }

    /// An element may be rendered again between finding and using it.
    private static void retried(Runnable action) {
        try {
            action.run();
        } catch (StaleElementReferenceException _) {
            action.run();
        }
    }

    private static @Nullable WebElement displayed(List<WebElement> elements) {
        return elements.reversed().stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null);
    }

    /// Quotes a text of XPath, which has no escapes.
    private static String quoted(String text) {
        return text.contains("'") ? '"' + text + '"' : '\'' + text + '\'';
    }

    @Override
    public void close() {
        driver.quit();
    }
}
