package io.sluice.lab.bench.fair.attack;

import io.sluice.service.ResourceStack;
import io.sluice.standalone.terminal.Logs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/// The process of an [Attacker]. Its environment has the settings of the nodes.
final class AttackerMain {

    private AttackerMain() {}

    /// @param arguments name of the scenario, its scale, base URLs of the nodes, the operator's key, and the data
    ///                  directory of a node
    static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Logs.onlyTroubles();
        var nodes = Arrays.stream(arguments[2].split(",")).map(URI::create).toList();
        var registrar = new Registrar(nodes, arguments[3]);
        try (var parts = new ResourceStack()) {
            var site = Site.connect(registrar, System.getenv(), Path.of(arguments[4]), parts);
            try (var crew = Scenario.named(arguments[0]).start(site, Double.parseDouble(arguments[1]))) {
                System.out.println(Attacker.BEGUN);
                System.in.transferTo(OutputStream.nullOutputStream());
                System.out.println(crew.progress());
            }
        }
    }
}
