package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/clients.md for Node, run with the published client. It is installed from npm into a
/// temporary directory; without Node or the registry, the test is skipped with the reason.
@ExtendWith(RunningServer.Shared.class)
class ClientDocumentationE2E {

    private static final Path PAGE = Path.of("..", "docs", "clients.md");
    private static final String CLIENT = "rokka@4.0.0";
    private static final String ORGANIZATION = "clients-page";

    @TempDir
    Path folder;

    @Test
    void printsWhatThePageSays(RunningServer server) throws Exception {
        var project = new NodeProject(folder);
        project.install(CLIENT);
        var snippets = snippets();
        try (var client = server.signUp(ORGANIZATION)) {
            for (var i = 0; i < snippets.size(); i++) {
                var run = project.script(
                        "snippet-" + i + ".mjs",
                        snippets.get(i).codeFor(server),
                        Map.of("KEY", client.endpoint().apiKey()));

                assertThat(run.output())
                        .as(snippets.get(i).code())
                        .isEqualTo(snippets.get(i).output());
                assertThat(run.status()).isZero();
            }
        }
        assertThat(snippets).hasSizeGreaterThan(1);
    }

    /// An example of the page.
    ///
    /// @param output what it prints, the next block of the page
    private record Snippet(String code, String output) {

        String codeFor(RunningServer server) {
            var base = server.base().toString();
            return code.replace(
                            "http://127.0.0.1:8080", base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                    .replace("'demo'", "'" + ORGANIZATION + "'");
        }
    }

    private static List<Snippet> snippets() throws IOException {
        var snippets = new ArrayList<Snippet>();
        var code = "";
        var block = new StringBuilder();
        String kind = null;
        for (var line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("```")) {
                block.append(line).append('\n');
            } else if (kind == null) {
                kind = line.substring(3);
                block.setLength(0);
            } else {
                if (kind.equals("js")) {
                    code = block.toString();
                } else if (kind.equals("output")) {
                    snippets.add(new Snippet(code, block.toString()));
                }
                kind = null;
            }
        }
        return snippets;
    }
}
