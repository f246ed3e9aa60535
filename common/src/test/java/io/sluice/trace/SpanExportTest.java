package io.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("it looks at what is logged")
class SpanExportTest {

    @Test
    void logsALineWithoutAStackTraceWhenTheCollectorRefuses() throws IOException {
        var paths = new CopyOnWriteArrayList<String>();
        var lines = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(ExportLog.class);
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        collector.createContext("/", exchange -> {
            try (exchange) {
                paths.add(exchange.getRequestURI().toString());
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(400, -1);
            }
        });
        collector.start();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        var endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort());
        try (var _ = Spans.export(new TraceConfig(endpoint, 1), "sluice-test")) {
            Spans.run("work", Spans.Kind.CONSUMER, null, () -> {});
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
            logger.setAdditive(true);
            collector.stop(0);
        }

        assertThat(paths).containsExactly("/v1/traces");
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).isEqualTo("traces not exported");
            assertThat(line.getKeyValuePairs().toString()).contains("export spans", "HTTP status code 400");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void needsNoClassOfOpenTelemetryWithoutAnEndpoint() throws Exception {
        var loader = new WithoutOpenTelemetry();
        var steps = (Callable<?>)
                loader.loadClass(Steps.class.getName()).getDeclaredConstructor().newInstance();

        assertThat(steps.call()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(loader.refused).isEmpty();
    }

    /// Uses spans without an export.
    public static final class Steps implements Callable<String> {

        public Steps() {}

        @Override
        public String call() {
            var parent = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "");
            try (var _ = Spans.export(new TraceConfig(null, 1), "sluice-test")) {
                return Spans.call("GET", Spans.Kind.SERVER, parent, () -> {
                    Spans.attribute("key", "value");
                    Spans.failed("code");
                    return Spans.call(
                            "part",
                            Spans.Kind.INTERNAL,
                            () -> Scope.trace().orElseThrow().traceId());
                });
            }
        }
    }

    /// Loads the classes of this package anew, and none of OpenTelemetry.
    private static final class WithoutOpenTelemetry extends ClassLoader {

        private final ArrayList<String> refused = new ArrayList<>();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.")) {
                refused.add(name);
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.sluice.trace.")) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                var bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
