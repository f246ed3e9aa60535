package io.sluice.ingest.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The page of the console and the files that it loads, read from the class path once.
///
/// The address of each file contains a hash of all files. Modules refer to one another with relative addresses, so
/// they need not know the hash, and a browser never runs files of two versions together.
final class Assets {

    /// The resource directory of the console's files.
    private static final String DIRECTORY = "console";

    private static final String PAGE = "index.html";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final int HASH_LENGTH = 16;

    private final Asset page;
    private final String version;
    private final Map<String, Asset> files;

    private Assets(Asset page, String version, Map<String, Asset> files) {
        this.page = page;
        this.version = version;
        this.files = Map.copyOf(files);
    }

    /// Reads the files.
    ///
    /// @param prefix the path of the addresses of all files, which the version follows
    static Assets load(String prefix) {
        var contents = new TreeMap<>(ownFiles());
        Library.ALL.forEach(library -> contents.put(library.file(), library.content()));
        var template = new String(Objects.requireNonNull(contents.remove(PAGE)), UTF_8);
        var version = version(template, contents);
        var files = new TreeMap<String, Asset>();
        contents.forEach((file, content) -> files.put(file, Asset.of(mediaType(file), content)));
        var base = prefix + '/' + version;
        // the browser fetches all modules at once, instead of one after the other as it finds imports
        var modules = contents.keySet().stream()
                .filter(file -> file.endsWith(".js"))
                .map(file -> "<link rel=\"modulepreload\" href=\"" + base + '/' + file + "\">")
                .collect(joining("\n  "));
        var page = template.replace("{assets}", base).replace("{modules}", modules);
        return new Assets(Asset.of(mediaType(PAGE), page.getBytes(UTF_8)), version, files);
    }

    Asset page() {
        return page;
    }

    /// The hash of all files.
    String version() {
        return version;
    }

    /// Returns a file by its path relative to the directory of the console's files.
    Optional<Asset> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static String mediaType(String file) {
        var extension = file.substring(file.lastIndexOf('.') + 1);
        return Optional.ofNullable(MEDIA_TYPES.get(extension))
                .orElseThrow(() -> new IllegalStateException("the console has a file of an unknown type: " + file));
    }

    private static String version(String template, SortedMap<String, byte[]> contents) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(template.getBytes(UTF_8));
            contents.forEach((file, content) -> {
                digest.update((file + '\n' + content.length + '\n').getBytes(UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static SortedMap<String, byte[]> ownFiles() {
        var resource = Objects.requireNonNull(
                Assets.class.getClassLoader().getResource(DIRECTORY + '/' + PAGE), "the console is not in the jar");
        try {
            var page = resource.toURI();
            if (!page.getScheme().equals("jar")) {
                return read(Objects.requireNonNull(Path.of(page).getParent()));
            }
            try (var jar = open(page)) {
                return read(jar.getPath(DIRECTORY));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the files of the console cannot be read from " + resource, e);
        }
    }

    /// Opens the jar by its path, as a file system of its own that can be closed without closing one of others.
    private static FileSystem open(URI entry) throws IOException {
        var address = entry.getRawSchemeSpecificPart();
        return FileSystems.newFileSystem(Path.of(URI.create(address.substring(0, address.indexOf("!/")))));
    }

    private static SortedMap<String, byte[]> read(Path directory) throws IOException {
        var contents = new TreeMap<String, byte[]>();
        try (var paths = Files.walk(directory)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                var name = directory.relativize(path).toString().replace('\\', '/');
                contents.put(name, Files.readAllBytes(path));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return contents;
    }
}
