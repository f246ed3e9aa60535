package io.sluice.standalone.manual;

import java.util.List;
import picocli.CommandLine;

/// The reference of all commands in Markdown, for docs/cli.md.
final class MarkdownManual {

    private MarkdownManual() {}

    static String of(CommandLine root) {
        var text = new StringBuilder();
        for (var page : CommandPage.all(root)) {
            text.append("### ")
                    .append(page.name())
                    .append("\n\n")
                    .append(page.header())
                    .append("\n\n");
            text.append("```\n").append(page.synopsis()).append("\n```\n\n");
            for (var paragraph : page.description()) {
                text.append(
                        paragraph.isExample()
                                ? "```sh\n" + paragraph.text() + "\n```\n\n"
                                : escaped(paragraph.text()) + "\n\n");
            }
            table(text, "command", page.subcommands());
            table(text, "argument", page.arguments());
        }
        return text.toString().stripTrailing() + '\n';
    }

    private static void table(StringBuilder text, String head, List<CommandPage.Argument> rows) {
        if (rows.isEmpty()) {
            return;
        }
        text.append("| ").append(head).append(" | |\n|---|---|\n");
        for (var row : rows) {
            text.append("| `")
                    .append(row.names().replace("|", "\\|"))
                    .append("` | ")
                    .append(escaped(row.description()).replace("|", "\\|"))
                    .append(" |\n");
        }
        text.append('\n');
    }

    private static String escaped(String text) {
        return text.replace("*", "\\*").replace("<", "&lt;");
    }
}
