package io.sluice.ingest.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Properties;

/// A module of a published JavaScript library, from the webjar that contains it.
///
/// @param webjar name of the webjar
/// @param module path of the module in the webjar
/// @param file   path under which the console imports it
record Library(String webjar, String module, String file) {

    static final List<Library> ALL = List.of(
            new Library("preact", "dist/preact.module.js", "lib/preact.js"),
            new Library("preact", "hooks/dist/hooks.module.js", "lib/hooks.js"));

    /// Returns the module. An import of another library by its name becomes one by its address: a browser resolves
    /// names only with an import map, which would be an inline script.
    byte[] content() {
        var content = new String(read("META-INF/resources/webjars/" + webjar + '/' + version() + '/' + module), UTF_8);
        return content.replace("from\"preact\"", "from\"./preact.js\"")
                .replaceAll("\n?//# sourceMappingURL=\\S*", "")
                .getBytes(UTF_8);
    }

    private String version() {
        var properties = new Properties();
        var resource = "META-INF/maven/org.webjars.npm/" + webjar + "/pom.properties";
        try (var input = Library.class.getClassLoader().getResourceAsStream(resource)) {
            if (input == null) {
                throw new IllegalStateException("the webjar " + webjar + " is not on the class path");
            }
            properties.load(input);
        } catch (IOException e) {
            throw new IllegalStateException("the version of the webjar " + webjar + " cannot be read", e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (var input = Library.class.getClassLoader().getResourceAsStream(resource)) {
            if (input == null) {
                throw new IllegalStateException("the resource " + resource + " is not on the class path");
            }
            return input.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the resource " + resource + " cannot be read", e);
        }
    }
}
