package io.sluice.standalone;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// A provider of further commands of `sluice`, found by [java.util.ServiceLoader]: a module that is not
/// shipped can add commands where it is on the class path.
public interface MoreCommands {

    /// Returns the commands in the order of the help.
    ///
    /// @param environment the environment variables of the process
    List<CommandLine> commands(Map<String, String> environment);
}
