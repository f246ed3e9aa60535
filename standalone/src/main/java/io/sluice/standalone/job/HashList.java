package io.sluice.standalone.job;

import io.sluice.image.ImageHash;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Hashes of images from a file or the standard input, one a line.
final class HashList {

    private HashList() {}

    /// Reads the hashes; empty lines are skipped.
    ///
    /// @param file  path of a file, or `-` for `input`
    /// @throws CommandFailure when the file cannot be read or a line is not a hash
    static List<String> read(String file, InputStream input) {
        try {
            return file.equals("-") ? parse(input) : parse(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure("cannot read the hashes in " + file + ": " + Sentence.of(e), e);
        }
    }

    private static List<String> parse(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return parse(input);
        }
    }

    private static List<String> parse(InputStream input) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        Set<String> hashes = new LinkedHashSet<>();
        var number = 0;
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            var text = line.strip();
            if (!text.isEmpty()) {
                hashes.add(hash(text, number));
            }
        }
        return List.copyOf(hashes);
    }

    private static String hash(String text, int line) {
        try {
            return new ImageHash(text).value();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("line " + line + " of the hashes: " + e.getMessage(), e);
        }
    }
}
