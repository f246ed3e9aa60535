package io.sluice.standalone.manual;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A manual page in the macros of `man(7)`.
///
/// @param all all pages, for references
record ManPage(CommandPage page, List<CommandPage> all) {

    private static final String NAME = "sluice";

    /// Returns the name of the file, such as `sluice-ingest.1`.
    String fileName() {
        return title(page) + ".1";
    }

    String text() {
        var text = new StringBuilder(".TH " + title(page).toUpperCase(Locale.ROOT) + " 1\n");
        text.append(".SH NAME\n")
                .append(escaped(title(page) + " - " + page.header()))
                .append('\n');
        text.append(".SH SYNOPSIS\n.nf\n").append(escaped(page.synopsis())).append("\n.fi\n");
        if (!page.description().isEmpty()) {
            text.append(".SH DESCRIPTION\n");
            page.description()
                    .forEach(paragraph -> text.append(
                            paragraph.isExample()
                                    ? ".PP\n.RS 4\n.nf\n" + escaped(paragraph.text()) + "\n.fi\n.RE\n"
                                    : ".PP\n" + escaped(paragraph.text()) + '\n'));
        }
        section(text, "COMMANDS", page.subcommands());
        section(text, "OPTIONS", page.arguments());
        text.append(".SH EXIT STATUS\n0: done; 1: some of the work failed; 2: wrong use.\n");
        var others = all.stream()
                .filter(other -> !other.equals(page))
                .map(other -> "\\fB" + escaped(title(other)) + "\\fR(1)")
                .collect(Collectors.joining(", "));
        return text.append(".SH SEE ALSO\n").append(others).append('\n').toString();
    }

    private static void section(StringBuilder text, String title, List<CommandPage.Argument> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        text.append(".SH ").append(title).append('\n');
        arguments.forEach(argument -> text.append(".TP\n\\fB")
                .append(escaped(argument.names()))
                .append("\\fR\n")
                .append(escaped(argument.description()))
                .append('\n'));
    }

    private static String title(CommandPage page) {
        return page.name().isEmpty() ? NAME : page.name().replace(' ', '-');
    }

    /// Escapes backslashes, hyphens, which would become dashes, and lines that would be requests.
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
    }
}
