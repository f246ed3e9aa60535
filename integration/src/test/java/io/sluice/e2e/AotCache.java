package io.sluice.e2e;

import io.sluice.standalone.serve.ChildJvm;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// A cache of loaded classes, which is made while the first tests run. The servers that later tests start as
/// processes take half of the CPU time with it.
final class AotCache implements AutoCloseable {

    private final TemporaryDirectory directory;
    private final Process recording;

    private AotCache(TemporaryDirectory directory, Process recording) {
        this.directory = directory;
        this.recording = recording;
    }

    private static AotCache start() {
        try {
            return start(TemporaryDirectory.create("sluice-aot-"));
        } catch (IOException e) {
            throw new UncheckedIOException("no JVM can be started", e);
        }
    }

    private static AotCache start(TemporaryDirectory directory) throws IOException {
        try {
            var file = directory.path().resolve("server.aot");
            var recording = ChildJvm.recording(
                            file, "io.sluice.standalone.Main", List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), "demo")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.path().resolve("log").toFile())
                    .start();
            var _ = recording.onExit().thenAccept(ended -> {
                if (ended.exitValue() == 0) {
                    System.setProperty(ChildJvm.AOT_CACHE, file.toString());
                }
            });
            return new AotCache(directory, recording);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public void close() {
        System.clearProperty(ChildJvm.AOT_CACHE);
        recording.destroyForcibly().onExit().join();
        directory.close();
    }

    /// Makes the cache for all classes of tests; JUnit finds it as a service.
    public static final class Extension implements BeforeAllCallback {

        public Extension() {}

        @Override
        public void beforeAll(ExtensionContext context) {
            var _ = context.getRoot()
                    .getStore(Namespace.create(AotCache.class))
                    .computeIfAbsent(AotCache.class, _ -> start(), AotCache.class);
        }
    }
}
