package io.sluice.standalone.backup;

import io.sluice.watch.exit.ExitCode;
import picocli.CommandLine;

/// The output of these commands.
final class Report {

    private final CommandLine command;

    Report(CommandLine command) {
        this.command = command;
    }

    static String records(Manifest manifest) {
        return manifest.records() + " records of " + manifest.topics().size() + " topics";
    }

    void say(String line) {
        command.getOut().println(line);
        command.getOut().flush();
    }

    /// Prints the result of the check of images.
    ///
    /// @return exit status of the command
    int images(ImageCheck check) {
        if (check.missing() == 0) {
            say("every image has its blob: " + check.records() + " records compared");
            return ExitCode.DONE;
        }
        var err = command.getErr();
        err.println(
                "sluice: " + check.missing() + " images have no blob, such as " + String.join(", ", check.examples()));
        err.flush();
        return ExitCode.FAILED;
    }
}
