package io.sluice.standalone.image;

import io.sluice.standalone.backup.DataRestore;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;

/// The command `restore`: restores deleted images, or a data directory.
@Command(
        name = "restore",
        header = "Restores deleted images, or a data directory from a backup.",
        description = {
            "",
            "\"sluice list --deleted\" lists them. Exits with status 1 if an image is unknown or was deleted too long"
                    + " ago.",
            "",
            "With --from, makes a data directory of a backup that \"sluice backup\" has made, for \"sluice serve\". The"
                    + " directory must not exist or be empty. Everything is compared with its checksum, the records"
                    + " before anything is written. Exits with status 1 if an image has no blob.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand extends ImageCommand {

    @Option(
            names = "--from",
            paramLabel = "BACKUP",
            description = "Folder or bucket with backups; makes the data directory of --data.")
    private @Nullable String from;

    @Option(names = "--backup", paramLabel = "ID", description = "The backup in it (default: the latest one).")
    private @Nullable String id;

    private RestoreCommand(Map<String, String> environment) {
        super(environment);
    }

    /// Creates the command. With --from it needs no images.
    public static CommandLine commandLine(Map<String, String> environment) {
        var commandLine = new CommandLine(new RestoreCommand(environment));
        var spec = commandLine.getCommandSpec();
        var images = spec.positionalParameters().getFirst();
        spec.remove(images);
        spec.addPositional(PositionalParamSpec.builder(images)
                .arity("0..*")
                .required(false)
                .build());
        return commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (hasImages() == (from != null)) {
            throw CommandFailure.usage("name either images, or a backup with --from");
        }
        return from == null
                ? super.call()
                : DataRestore.run(
                        environment(), endpoint().dataDirectory(environment()), from, id, spec().commandLine());
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        var answer = client.send("POST", client.endpoint().images("/" + hash + "/restore"), Map.of());
        if (answer.status() != 200) {
            return refused(hash, answer);
        }
        print(hash, Map.of("result", "restored"), hash + " restored");
        return true;
    }
}
