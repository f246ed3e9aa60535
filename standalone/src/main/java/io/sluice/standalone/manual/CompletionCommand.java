package io.sluice.standalone.manual;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `completion`: prints a script that completes commands and options.
@Command(
        name = "completion",
        header = "Prints a completion script for bash or zsh.",
        description = {
            "",
            "For this shell only, or in a file that the shell reads at its start:",
            "",
            "  source <(sluice completion bash)",
            "  source <(sluice completion zsh)",
            ""
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {

    private enum Shell {
        bash,
        zsh
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    // under zsh, the script loads the completion functions of bash
                    case bash, zsh -> AutoComplete.bash("sluice", spec.root().commandLine());
                });
        out.flush();
        return 0;
    }
}
