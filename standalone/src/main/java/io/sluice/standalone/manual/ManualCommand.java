package io.sluice.standalone.manual;

import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `manual`: writes manual pages.
@Command(
        name = "manual",
        header = "Writes the manual pages of all commands.",
        description = {
            "",
            "For \"man sluice\" and \"man sluice-ingest\", for example:",
            "",
            "  sluice manual ~/.local/share/man/man1",
            ""
        },
        mixinStandardHelpOptions = true)
public final class ManualCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIRECTORY",
            description = "Directory of the pages, which is created.")
    private @Nullable Path directory;

    @Option(names = "--markdown", description = "Print the reference of docs/cli.md instead.")
    private boolean markdown;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        if (markdown) {
            spec.commandLine().getOut().print(MarkdownManual.of(root));
            spec.commandLine().getOut().flush();
        } else if (directory == null) {
            throw CommandFailure.usage("give the directory of the pages");
        } else {
            write(CommandPage.all(root), directory);
        }
        return 0;
    }

    private void write(List<CommandPage> pages, Path directory) {
        try {
            Files.createDirectories(directory);
            for (var page : pages) {
                var manPage = new ManPage(page, pages);
                Files.writeString(directory.resolve(manPage.fileName()), manPage.text());
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot write to " + directory + ": " + Sentence.of(e), e);
        }
        spec.commandLine().getOut().println(pages.size() + " pages written to " + directory);
    }
}
