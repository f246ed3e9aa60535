package io.sluice.service;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one service as a process: help, settings, the stop signal and the exit code.
///
/// @param name     how the service is called
/// @param header   one sentence on what it does
/// @param settings all that it can be told
public record ServiceMain(String name, String header, List<Setting<?>> settings) {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    /// Longest time from the signal to the end of the process.
    private static final Duration STOP_GRACE = Duration.ofSeconds(60);

    /// Lucene's hints for its operators go through java.util.logging; held here, since loggers are collected.
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");

    /// The service, from its settings to its end.
    @FunctionalInterface
    public interface Body {
        /// @param settings to read everything from and to check then
        /// @param stop     when it is given, the service is to end
        void run(Settings settings, StopSignal stop) throws Exception;
    }

    public ServiceMain {
        settings = List.copyOf(settings);
    }

    /// Runs it until it is told to stop.
    ///
    /// @return exit code of the process
    public int run(String[] arguments, Map<String, String> environment, Body body) {
        if (arguments.length > 0) {
            return answer(arguments);
        }
        LUCENE.setLevel(Level.SEVERE);
        try (var stop = StopSignal.install(STOP_GRACE)) {
            body.run(new Settings(environment), stop);
            return DONE;
        } catch (ConfigurationException | StartException e) {
            String.valueOf(e.getMessage()).lines().forEach(line -> System.err.println(name + ": " + line));
            return FAILED;
        } catch (KafkaException | StoreUnavailableException e) {
            LOG.atError().addKeyValue("service", name).setCause(e).log("a service has no surroundings to work in");
            return FAILED;
        } catch (Exception e) { // the outermost edge
            LOG.atError().addKeyValue("service", name).setCause(e).log("a service failed");
            return FAILED;
        }
    }

    /// Logs what is in force, once [Settings#check()] has passed.
    public static void log(Settings settings) {
        var line = LOG.atInfo();
        for (var setting : settings.effective().entrySet()) {
            line = line.addKeyValue(setting.getKey(), setting.getValue());
        }
        line.log("starting with");
    }

    /// Says that the service works, for whoever started it.
    public void announce(int port) {
        LOG.atInfo().addKeyValue("service", name).addKeyValue("port", port).log("ready");
        System.out.println(name + " is ready on port " + port);
    }

    private int answer(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.println(header);
            SettingsPage.lines(settings).forEach(System.out::println);
            return DONE;
        }
        System.err.println(name + ": takes no arguments but --help, which lists its settings");
        return WRONG_USE;
    }
}
