package io.sluice.standalone.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `validate`: checks records before a program publishes them, without a server.
@Command(
        name = "validate",
        header = "Says what is wrong with records for sluice.uploads or sluice.copies.",
        description = {
            "",
            "Reads one JSON object a line, or a file with one object, and prints each fault with its line, the field"
                    + " and what is allowed. Exits with status 1 if there is one.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {

    private static final int FAULTY = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file, or - for standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String file;

    @Option(
            names = "--copies",
            description = "Check copy commands, for sluice.copies; otherwise upload commands, for sluice.uploads.")
    private boolean copies;

    private final Supplier<InputStream> input;

    public ValidateCommand() {
        this(() -> System.in);
    }

    ValidateCommand(Supplier<InputStream> input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        Logs.onlyTroubles();
        var check = copies ? RecordCheck.ofCopies() : RecordCheck.ofUploads();
        var out = spec.commandLine().getOut();
        try (var content = open();
                var reader = new BufferedReader(new InputStreamReader(content, UTF_8))) {
            var tally = new Tally(out);
            var first = reader.readLine();
            if (first != null && isObject(first)) {
                var number = 1;
                for (var line = first; line != null; line = reader.readLine(), number++) {
                    if (!line.isBlank()) {
                        tally.add("line " + number, check.faults(line));
                    }
                }
            } else if (first != null) {
                tally.add("the object", check.faults(first + '\n' + rest(reader)));
            }
            out.println(tally.records + " records, " + tally.faulty + " with faults");
            out.flush();
            return tally.faulty == 0 ? 0 : FAULTY;
        }
    }

    /// Counts and prints.
    private static final class Tally {

        private final PrintWriter out;
        private int records;
        private int faulty;

        Tally(PrintWriter out) {
            this.out = out;
        }

        void add(String where, List<String> faults) {
            records++;
            if (!faults.isEmpty()) {
                faulty++;
                faults.forEach(fault -> out.println(where + ": " + fault));
            }
        }
    }

    private InputStream open() {
        if (file.equals("-")) {
            return input.get();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure("the file " + file + " cannot be read: " + e, e);
        }
    }

    /// A line that is not a whole object begins a file with one object on several lines.
    private static boolean isObject(String line) {
        var text = line.strip();
        return text.isEmpty() || !text.startsWith("{") || text.endsWith("}");
    }

    private static String rest(BufferedReader reader) throws IOException {
        var rest = new StringBuilder();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (rest.length() > RecordCheck.MAX_BYTES) {
                throw new CommandFailure("the object has more than " + RecordCheck.MAX_BYTES + " bytes");
            }
            rest.append(line).append('\n');
        }
        return rest.toString();
    }
}
