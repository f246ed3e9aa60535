package io.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldingAppenderTest {

    private final LoggerContext context = new LoggerContext();
    private final AtomicLong now = new AtomicLong();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final FoldingAppender folding = new FoldingAppender(now::get);
    private Logger own;
    private Logger kafka;

    @BeforeEach
    void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        written.setContext(context);
        written.start();
        folding.setContext(context);
        folding.addAppender(written);
        folding.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(folding);
        own = context.getLogger("io.sluice.test.Worker");
        kafka = context.getLogger("org.apache.kafka.clients.producer.internals.Sender");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesARepeatedLineAtOnceAndItsRepetitionsAsOneAfterAMinute() {
        for (var i = 0; i < 5; i++) {
            own.atWarn().addKeyValue("topic", "sluice.uploads").log("consumer restarted");
            pass(Duration.ofSeconds(10));
        }
        assertThat(written.list).hasSize(1);

        pass(Duration.ofSeconds(10));

        assertThat(written.list).hasSize(2);
        assertThat(written.list.get(1).getFormattedMessage()).isEqualTo("consumer restarted");
        assertThat(written.list.get(1).getLevel()).isEqualTo(Level.WARN);
        assertThat(written.list.get(1).getLoggerName()).isEqualTo("io.sluice.test.Worker");
        assertThat(facts(1)).containsEntry("topic", "sluice.uploads").containsEntry("repeated", "4");
    }

    @Test
    void writesAContinuouslyRepeatedLineOnceAMinute() {
        for (var second = 0; second < 600; second++) {
            own.error("disk full");
            pass(Duration.ofSeconds(1));
        }

        assertThat(written.list).hasSizeBetween(10, 11);
        assertThat(written.list.stream()
                        .skip(1)
                        .mapToLong(event -> Long.parseLong(facts(event).get("repeated")))
                        .sum())
                .isBetween(530L, 599L);
    }

    @Test
    void writesALineThatIsRepeatedAfterMoreThanAMinute() {
        own.warn("store away");
        pass(Duration.ofSeconds(61));
        own.warn("store away");

        assertThat(written.list).hasSize(2);
        assertThat(facts(1)).doesNotContainKey("repeated");
    }

    @Test
    void distinguishesLinesWithDifferentFacts() {
        for (var upload = 0; upload < 2_000; upload++) {
            own.atInfo().addKeyValue("part", upload).log("upload stored");
        }
        own.info("upload {} stored", 1);
        own.info("upload {} stored", 2);
        context.getMDCAdapter().put("operation", "one");
        own.info("upload refused");
        context.getMDCAdapter().put("operation", "two");
        own.info("upload refused");
        own.atWarn().setCause(new IllegalStateException("a")).log("failed");
        own.atWarn().setCause(new IllegalStateException("b")).log("failed");

        assertThat(written.list).hasSize(2_006);
    }

    @Test
    void doesNotRepeatStackTraces() {
        own.atWarn().setCause(new IllegalStateException("no disk\nmore")).log("failed");
        own.atWarn().setCause(new IllegalStateException("no disk\nmore")).log("failed");
        pass(Duration.ofMinutes(1));

        assertThat(written.list.get(0).getThrowableProxy()).isNotNull();
        assertThat(written.list.get(1).getThrowableProxy()).isNull();
        assertThat(facts(1)).containsEntry("failure", "java.lang.IllegalStateException: no disk");
    }

    @Test
    void usualLinesDoNotDisplaceWarnings() {
        own.warn("store away");
        for (var upload = 0; upload < 5_000; upload++) {
            own.atInfo().addKeyValue("part", upload).log("upload stored");
        }
        own.warn("store away");

        assertThat(written.list).hasSize(5_001);
    }

    @Test
    void keepsAllCountsWhenThereAreTooManyDifferentLines() {
        own.warn("store away");
        own.warn("store away");
        for (var i = 0; i < 600; i++) {
            own.atWarn().addKeyValue("blob", i).log("blob missing");
        }
        pass(Duration.ofSeconds(1));

        assertThat(written.list).hasSize(602);
        assertThat(facts(601)).containsEntry("repeated", "1");
    }

    @Test
    void explainsLinesOfKafka() {
        kafka.error(
                "[Producer clientId=sluice-1] Connection to node {} ({}) could not be established.",
                1,
                "localhost/127.0.0.1:9092",
                new IllegalStateException("Connection refused"));
        kafka.error("[Producer clientId=sluice-2] Connection to node {} could not be established.", 2);

        assertThat(written.list).hasSize(1);
        assertThat(written.list.getFirst().getLoggerName()).isEqualTo("io.sluice.kafka");
        assertThat(written.list.getFirst().getFormattedMessage()).isEqualTo("Kafka reported trouble");
        assertThat(written.list.getFirst().getThrowableProxy()).isNull();
        assertThat(facts(0))
                .containsEntry("kind", "connection-lost")
                .containsEntry("source", "Sender")
                .containsEntry("failure", "java.lang.IllegalStateException: Connection refused")
                .hasEntrySatisfying("said", said -> assertThat(said).contains("Connection to node 1 (localhost"));

        pass(Duration.ofMinutes(1));
        assertThat(facts(1)).containsEntry("kind", "connection-lost").containsEntry("repeated", "1");
    }

    @Test
    void foldsLinesOfKafkaAboutManyPartitions() {
        for (var partition = 0; partition < 50; partition++) {
            kafka.warn("[Consumer clientId=" + partition + "] Something odd at offset " + partition);
        }
        kafka.warn("[Consumer clientId=1] Something else");

        assertThat(written.list).hasSize(2);
        assertThat(facts(0)).containsEntry("kind", "other");
    }

    @Test
    void doesNotChangeLinesOfKafkaAtDebug() {
        kafka.setLevel(Level.DEBUG);

        kafka.warn("disconnected");
        kafka.warn("disconnected");
        kafka.debug("fetched");

        assertThat(written.list.stream().map(ILoggingEvent::getLoggerName).distinct())
                .containsExactly(kafka.getName());
        assertThat(written.list).hasSize(3);
    }

    @Test
    void writesPendingLinesWhenItStops() {
        own.warn("store away");
        own.warn("store away");

        folding.stop();

        assertThat(facts(1)).containsEntry("repeated", "1");
    }

    @Test
    void isInTheLogConfigurationOfEveryService() throws Exception {
        var service = new LoggerContext();
        service.setMDCAdapter(new LogbackMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(service);
        configurator.doConfigure(FoldingAppender.class.getResource("/logback.xml"));

        var appenders = service.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();

        assertThat(appenders.next()).isInstanceOfSatisfying(FoldingAppender.class, appender -> {
            assertThat(appender.isStarted()).isTrue();
            assertThat(appender.getAppender("log")).isNotNull();
        });
        assertThat(appenders.hasNext()).isFalse();
        service.stop();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        folding.flush();
    }

    private Map<String, String> facts(int line) {
        return facts(written.list.get(line));
    }

    private static Map<String, String> facts(ILoggingEvent event) {
        return event.getKeyValuePairs() == null
                ? Map.of()
                : List.copyOf(event.getKeyValuePairs()).stream()
                        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
