package io.sluice.standalone.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The command `search`.
@Command(
        name = "search",
        header = "Searches images of an organization.",
        description = {
            "",
            "Prints a table on a terminal, and one image a line into a pipe. All conditions have to be met; docs/search.md"
                    + " describes them. For example:",
            "",
            "  sluice search acme format=tif 'size=[1000000,}' --sort 'size desc'",
            "  sluice search acme user:label=draft --hashes | sluice delete-all acme --hashes - --yes",
            ""
        },
        mixinStandardHelpOptions = true)
public final class SearchCommand extends ImageSearch {

    @Parameters(index = "0", paramLabel = "ORGANIZATION", description = "Organization to search.")
    private String organization = "";

    @Parameters(index = "1..*", paramLabel = "CONDITION", description = "Condition such as format=tif or !name=a.png.")
    private List<String> conditions = new ArrayList<>();

    public SearchCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    String organization() {
        return organization;
    }

    @Override
    List<String> conditions() {
        return conditions;
    }
}
