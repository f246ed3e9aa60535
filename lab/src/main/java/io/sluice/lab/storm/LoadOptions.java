package io.sluice.lab.storm;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The options that describe the load of a storm: clients, requests and the kind of store.
final class LoadOptions {

    @Option(
            names = "--clients",
            defaultValue = "8",
            paramLabel = "N",
            description = "Clients, each with one request at a time (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--rate",
            defaultValue = "40",
            paramLabel = "N",
            description = "Maximum requests per second of all clients together (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--store",
            defaultValue = "s3",
            paramLabel = "KIND",
            description = "s3: a server in this process that can fail; files: a folder, which does not fail"
                    + " (default: ${DEFAULT-VALUE}).")
    private String store = "";

    @Option(
            names = "--brokers",
            defaultValue = "1",
            paramLabel = "N",
            description = "1 broker, or 3 with copies of all records, for which one at a time is killed, halted or cut"
                    + " off (default: ${DEFAULT-VALUE}). Not with --starve and --outage.")
    private int brokers;

    /// @throws CommandFailure when a value is not allowed
    void check() {
        if (brokers != 1 && brokers != 3) {
            throw new CommandFailure("--brokers must be 1 or 3, not " + brokers);
        }
        if (clients < 1 || rate <= 0) {
            throw new CommandFailure("--clients and --rate must be positive");
        }
        if (!store.equals("s3") && !store.equals("files")) {
            throw new CommandFailure("--store must be s3 or files, not \"" + store + '"');
        }
    }

    Layout layout() {
        return brokers == 1 ? Layout.SERVICES : Layout.THREE_BROKERS;
    }

    int clients() {
        return clients;
    }

    double rate() {
        return rate;
    }

    /// Returns whether the store is an S3 server rather than a folder.
    boolean s3() {
        return store.equals("s3");
    }

    /// Returns the options as text, with a blank before each.
    String text() {
        return String.format(Locale.ROOT, " --clients %d --rate %s --store %s", clients, rate, store)
                + (brokers == 1 ? "" : " --brokers " + brokers);
    }
}
