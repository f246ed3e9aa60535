package io.sluice.lab;

import io.sluice.lab.bench.BenchCommand;
import io.sluice.lab.storm.StormCommand;
import io.sluice.standalone.MoreCommands;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// The commands `storm` and `bench`.
public final class LabCommands implements MoreCommands {

    @Override
    public List<CommandLine> commands(Map<String, String> environment) {
        return List.of(new CommandLine(new StormCommand()), BenchCommand.commandLine(environment));
    }
}
