package io.sluice.standalone.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The documentation of one command, from its definition.
///
/// @param name        full name, such as `sluice dead-letters list`
/// @param header      one sentence
/// @param synopsis    name, options and parameters
/// @param description paragraphs
/// @param arguments   parameters, then options
/// @param subcommands names of its subcommands with their headers
record CommandPage(
        String name,
        String header,
        String synopsis,
        List<Paragraph> description,
        List<Argument> arguments,
        List<Argument> subcommands) {

    /// Columns of a synopsis.
    private static final int WIDTH = 100;

    /// An option, a parameter or a subcommand.
    record Argument(String names, String description) {}

    /// A paragraph of a description.
    ///
    /// @param isExample whether it consists of commands
    record Paragraph(String text, boolean isExample) {}

    /// Returns the pages of a command and of all its visible subcommands.
    static List<CommandPage> all(CommandLine command) {
        var subcommands = subcommands(command);
        return Stream.concat(Stream.of(of(command)), subcommands.stream().flatMap(sub -> all(sub).stream()))
                .toList();
    }

    private static List<CommandLine> subcommands(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
                .toList();
    }

    private static CommandPage of(CommandLine command) {
        var spec = command.getCommandSpec();
        var arguments = Stream.concat(
                        spec.positionalParameters().stream().filter(parameter -> !parameter.hidden()),
                        spec.options().stream().filter(option -> !option.hidden()))
                .map(CommandPage::argument)
                .toList();
        var subcommands = subcommands(command).stream()
                .map(sub -> new Argument(sub.getCommandName(), header(sub)))
                .toList();
        var plain = new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF));
        spec.usageMessage().width(WIDTH);
        return new CommandPage(
                spec.qualifiedName(),
                header(command),
                plain.synopsis(0).strip(),
                paragraphs(spec.usageMessage().description()),
                arguments,
                subcommands);
    }

    private static String header(CommandLine command) {
        return formatted(command.getCommandSpec().usageMessage().header())
                .filter(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
    }

    private static Argument argument(ArgSpec argument) {
        var description = formatted(argument.description()).collect(Collectors.joining(" "));
        return switch (argument) {
            case OptionSpec option
            when option.arity().max() == 0 -> new Argument(String.join(", ", option.names()), description);
            case OptionSpec option ->
                new Argument(String.join(", ", option.names()) + ' ' + option.paramLabel(), description);
            case PositionalParamSpec parameter -> new Argument(parameter.paramLabel(), description);
            default -> throw new IllegalStateException("neither an option nor a parameter: " + argument);
        };
    }

    /// Joins successive examples, which start with two blanks.
    private static List<Paragraph> paragraphs(String[] description) {
        var lines = formatted(description).filter(line -> !line.isBlank()).toList();
        var paragraphs = new ArrayList<Paragraph>();
        for (var line : lines) {
            var isExample = line.startsWith("  ");
            if (isExample && !paragraphs.isEmpty() && paragraphs.getLast().isExample) {
                var last = paragraphs.removeLast();
                paragraphs.add(new Paragraph(last.text + '\n' + line.strip(), true));
            } else {
                paragraphs.add(new Paragraph(line.strip(), isExample));
            }
        }
        return paragraphs;
    }

    /// Returns lines as picocli prints them: they are format strings.
    private static Stream<String> formatted(String[] lines) {
        return Arrays.stream(lines).map(line -> String.format(line));
    }
}
