package io.sluice.service;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.store.StoreUnavailableException;
import io.sluice.trace.Spans;
import io.sluice.watch.exit.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.logging.Level;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main program of a service as a process: help, settings, stop signal and exit code.
///
/// @param name     name of the service
/// @param header   one sentence on what it does
/// @param settings supported settings
public record ServiceMain(String name, String header, List<Setting<?>> settings) {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    /// Lucene logs hints for operators with java.util.logging; the reference prevents that the logger is
    /// collected.
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    /// The service, from its settings to its end.
    @FunctionalInterface
    public interface Body {
        /// @param settings the settings, which the body reads completely and then checks
        /// @param stop     the stop signal, which ends the service
        void run(Settings settings, ShutdownSignal stop) throws Exception;
    }

    public ServiceMain {
        settings = List.copyOf(settings);
    }

    /// Runs the service until the stop signal. The process has to end then, within its
    /// [io.sluice.watch.exit.StopDeadline].
    ///
    /// @return exit code of the process
    public int run(String[] arguments, Map<String, String> environment, Body body) {
        return run(arguments, environment, body, ShutdownSignal::install);
    }

    /// @param signals creates the stop signal, from the limit and the directory of [ShutdownSignal#install]
    int run(
            String[] arguments,
            Map<String, String> environment,
            Body body,
            BiFunction<Duration, Path, ShutdownSignal> signals) {
        if (arguments.length > 0) {
            return answer(arguments);
        }
        LUCENE.setLevel(Level.SEVERE);
        var settings = new Settings(environment);
        var limit = settings.get(ShutdownSignal.TIMEOUT);
        var directory = Path.of(settings.get(FoundationConfig.DATA_DIRECTORY));
        try (var stop = signals.apply(limit, directory)) {
            return run(settings, stop, body);
        }
    }

    private int run(Settings settings, ShutdownSignal stop, Body body) {
        try {
            body.run(settings, stop);
            return ExitCode.DONE;
        } catch (Exception e) { // the outermost edge
            if (stop.hasInterruptedStart()) {
                LOG.atInfo().addKeyValue("service", name).log("stopped while starting");
                return ExitCode.DONE;
            }
            report(e);
            return e instanceof ConfigurationException ? ExitCode.WRONG_USE : ExitCode.FAILED;
        }
    }

    private void report(Exception failure) {
        switch (failure) {
            case ConfigurationException _, StartException _ ->
                String.valueOf(failure.getMessage()).lines().forEach(line -> System.err.println(name + ": " + line));
            case KafkaException _, StoreUnavailableException _ ->
                LOG.atError().addKeyValue("service", name).setCause(failure).log("dependency unavailable");
            default ->
                LOG.atError().addKeyValue("service", name).setCause(failure).log("service failed");
        }
    }

    /// Logs the settings in force, once [Settings#check()] has passed.
    private static void log(Settings settings) {
        log(settings.effective());
    }

    /// Logs settings by key.
    public static void log(Map<String, String> settings) {
        var line = LOG.atInfo();
        for (var setting : settings.entrySet()) {
            line = line.addKeyValue(setting.getKey(), setting.getValue());
        }
        line.log("settings read");
    }

    /// The start of the services of a process.
    @FunctionalInterface
    public interface Start<S> {

        /// @param services receives the services, which are closed in reverse order
        void run(ServiceResources resources, S http, ResourceStack services) throws Exception;
    }

    /// Checks the settings and runs a process until the stop signal.
    ///
    /// @param stopDelay time from the end of its readiness until its services are closed
    public <S extends HealthServer> void serve(
            Settings settings, ShutdownSignal stop, ServiceProcess<S> process, Duration stopDelay, Start<S> start)
            throws Exception {
        settings.check();
        log(settings);
        try (var _ = Spans.export(process.foundation().traces(), "sluice-" + name)) {
            process.run((resources, http, services) -> {
                start.run(resources, http, services);
                var readiness = resources.readiness().complete();
                announce(http.port());
                stop.await(readiness);
                readiness.withdraw();
                TimeUnit.MILLISECONDS.sleep(stopDelay.toMillis());
            });
        }
    }

    /// Reports that the service is ready, in the log and on standard output.
    private void announce(int port) {
        LOG.atInfo().addKeyValue("service", name).addKeyValue("port", port).log("ready");
        System.out.println(name + " is ready on port " + port);
    }

    private int answer(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.println(header);
            SettingsPage.lines(settings).forEach(System.out::println);
            return ExitCode.DONE;
        }
        System.err.println(name + ": the only argument is --help, which lists the settings");
        return ExitCode.WRONG_USE;
    }
}
