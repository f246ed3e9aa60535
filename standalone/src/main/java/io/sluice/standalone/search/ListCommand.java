package io.sluice.standalone.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The command `list`: a search in the organization of the options.
@Command(
        name = "list",
        header = "Lists images, the newest first.",
        description = {
            "",
            "Prints a table on a terminal, and one image a line into a pipe. \"sluice search\" does the same with the"
                    + " organization as its first argument; docs/search.md describes the conditions. For example:",
            "",
            "  sluice list --limit 20",
            "  sluice list format=tif --hashes | sluice download - --output originals",
            ""
        },
        mixinStandardHelpOptions = true)
public final class ListCommand extends ImageSearch {

    @Parameters(index = "0..*", paramLabel = "CONDITION", description = "Condition such as format=tif or !name=a.png.")
    private List<String> conditions = new ArrayList<>();

    public ListCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    @Nullable
    String organization() {
        return null;
    }

    @Override
    List<String> conditions() {
        return conditions;
    }
}
