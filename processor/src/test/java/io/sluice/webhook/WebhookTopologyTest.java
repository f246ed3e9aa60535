package io.sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.Webhook;
import io.sluice.command.DeadLetter;
import io.sluice.command.Envelope;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.command.WebhookAttempt;
import io.sluice.command.WebhookDelivery;
import io.sluice.fetch.PostResult;
import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.queue.RetryPolicy;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTopologyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Organization ACME = new Organization("acme");
    private static final Organization OTHER = new Organization("other");
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final PostResult FAILED =
            new PostResult.Failed(new Rejection.UrlStatus("http://acme.example:80", 500), null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Sent> sent = new ArrayList<>();

    /// The next responses of the receiver; it accepts the message when there are none.
    private final Deque<PostResult> answers = new ArrayDeque<>();

    /// Started deliveries that are held back, if any.
    private final List<Runnable> held = new ArrayList<>();

    private boolean holding;

    @TempDir
    Path stateDirectory;

    private TopologyTestDriver driver;

    /// @param trace id of the trace of the delivery
    private record Sent(WebhookDelivery delivery, String url, String trace) {}

    @BeforeEach
    void start() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, WebhookTopology.APPLICATION_ID);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        Sender sender = (delivery, webhook) -> {
            sent.add(new Sent(
                    delivery,
                    webhook.url(),
                    Scope.trace().map(TraceContext::traceId).orElse("")));
            return answers.isEmpty() ? new PostResult.Taken(204) : answers.pop();
        };
        var deliverer = new Deliverer(sender, task -> {
            if (holding) {
                held.add(task);
            } else {
                task.run();
            }
        });
        var retries = new RetryPolicy(3, Duration.ofSeconds(10), 2, Duration.ofMinutes(1));
        driver = new TopologyTestDriver(
                WebhookTopology.build(deliverer, retries, new WebhookMetrics(meters)), properties, NOW);
        register(ACME, new Webhook("http://acme.example/hook", "plain:0123456789abcdef"));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void sendsTheJsonOfGetForAnEndedOperation() throws Exception {
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));

        tick();

        assertThat(sent).singleElement().satisfies(it -> {
            assertThat(it.url()).isEqualTo("http://acme.example/hook");
            assertThat(it.delivery().messageId()).isEqualTo("operation_op-1");
            assertThat(it.trace()).isEqualTo(TRACEPARENT.substring(3, 35));
        });
        var json = Json.MAPPER.readTree(sent.getFirst().delivery().body());
        assertThat(json.path("event").asText()).isEqualTo("operation.succeeded");
        assertThat(json.path("id").asText()).isEqualTo("op-1");
        assertThat(json.path("state").asText()).isEqualTo("succeeded");
        assertThat(json.path("organization").asText()).isEqualTo("acme");
        assertThat(json.at("/parts/0/state").asText()).isEqualTo("succeeded");
        tick();
        assertThat(count("taken")).isEqualTo(1);
    }

    @Test
    void sendsARejectionWithItsReason() throws Exception {
        pipe(
                Topics.OUTCOMES,
                "op-1",
                new Outcome.Rejected(
                        new Envelope(new OperationId("op-1"), Part.ONLY, ACME, Trail.direct(NOW)),
                        NOW,
                        new Rejection.EmptyFile()));

        tick();

        var json = Json.MAPPER.readTree(sent.getFirst().delivery().body());
        assertThat(json.path("event").asText()).isEqualTo("operation.rejected");
        assertThat(json.path("reason").asText()).isEqualTo("empty-file");
    }

    @Test
    void sendsMessagesOnlyToWebhooksAndNoneAboutTheWebhookItself() {
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", OTHER, Part.ONLY));
        pipe(
                Topics.OUTCOMES,
                "op-2",
                new Outcome.WebhookChanged(
                        new Envelope(new OperationId("op-2"), Part.ONLY, ACME, Trail.direct(NOW)),
                        NOW,
                        Outcome.Effect.CREATED));

        tick();

        assertThat(sent).isEmpty();
    }

    @Test
    void waitsForAllPartsOfAnOperation() {
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, new Part(1, 2)));
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, new Part(1, 2)));
        tick();
        assertThat(sent).isEmpty();

        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, new Part(0, 2)));
        tick();

        assertThat(sent).hasSize(1);
        assertThat(driver.getKeyValueStore(WebhookTopology.OPEN).get("op-1")).isNull();
    }

    @Test
    void storesNoMoreOfAnOperationThanFitsIntoARecord() throws Exception {
        for (var index = 0; index < 20; index++) {
            pipe(Topics.OUTCOMES, "op-1", registered("op-1", new Part(index, 20), "x".repeat(200_000)));
            var kept = driver.<String, OpenOperation>getKeyValueStore(WebhookTopology.OPEN)
                    .get("op-1");
            assertThat(kept == null ? 0 : Json.MAPPER.writeValueAsBytes(kept).length)
                    .isLessThan(1_000_000);
        }
        tick();

        var json = Json.MAPPER.readTree(sent.getFirst().delivery().body());
        assertThat(json.path("event").asText()).isEqualTo("operation.succeeded");
        assertThat(json.path("parts")).hasSize(20);
        assertThat(json.has("items")).isFalse();
    }

    @Test
    void servesOtherOrganizationsFirstWhenThereIsCapacity() {
        holding = true;
        var many = Deliverer.IN_ALL / Deliverer.OF_ONE_ORGANIZATION + 1;
        for (var number = 0; number < many; number++) {
            var organization = new Organization("organization-%03d".formatted(number));
            register(organization, new Webhook("http://" + organization + ".example", "plain:0123456789abcdef"));
            for (var message = 0; message < 2 * Deliverer.OF_ONE_ORGANIZATION; message++) {
                var id = organization + "-" + message;
                pipe(Topics.OUTCOMES, id, copied(id, organization, Part.ONLY));
            }
        }
        tick();
        assertThat(held).hasSize(Deliverer.IN_ALL);

        // the messages of the first organization are delivered, and it has more
        held.subList(0, Deliverer.OF_ONE_ORGANIZATION).forEach(Runnable::run);
        tick();

        assertThat(held).hasSize(Deliverer.IN_ALL + Deliverer.OF_ONE_ORGANIZATION);
        holding = false;
        held.subList(Deliverer.IN_ALL, held.size()).forEach(Runnable::run);
        assertThat(sent.subList(Deliverer.OF_ONE_ORGANIZATION, sent.size()))
                .extracting(it -> it.delivery().organization().name())
                .containsOnly("organization-%03d".formatted(many - 1));
    }

    @Test
    void sendsAFinishedJobToItsDestination() throws Exception {
        pipe(Topics.JOBS, "job-1", job(Job.State.RUNNING, null));
        pipe(Topics.JOBS, "job-1", job(Job.State.CANCELLED, null));
        tick();
        assertThat(sent).isEmpty();

        pipe(Topics.JOBS, "job-1", job(Job.State.DONE, NOW));
        tick();

        var delivery = sent.getFirst().delivery();
        assertThat(delivery.messageId()).isEqualTo("job_job-1");
        var json = Json.MAPPER.readTree(delivery.body());
        assertThat(json.path("event").asText()).isEqualTo("job.done");
        assertThat(json.path("kind").asText()).isEqualTo("copy-all");
    }

    @Test
    void retriesWithTheSameIdAndBodyUntilDelivered() {
        answers.add(FAILED);
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));
        tick();
        tick();
        assertThat(sent).hasSize(1);

        driver.advanceWallClockTime(Duration.ofSeconds(13));
        tick();

        assertThat(sent).hasSize(2);
        assertThat(sent).extracting(it -> it.delivery().messageId()).containsOnly("operation_op-1");
        assertThat(sent)
                .extracting(it -> it.delivery().body())
                .containsOnly(sent.getFirst().delivery().body());
        assertThat(sent).extracting(it -> it.delivery().attempt()).containsExactly(1, 2);
        assertThat(driver.getKeyValueStore(Deliveries.STORE).all().hasNext()).isFalse();
        assertThat(letters()).isEmpty();
    }

    @Test
    void respectsTheDelayOfTheReceiver() {
        answers.add(new PostResult.Failed(new Rejection.UrlStatus("http://a", 503), Duration.ofSeconds(40)));
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));
        tick();
        tick();

        driver.advanceWallClockTime(Duration.ofSeconds(39));
        assertThat(sent).hasSize(1);
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(sent).hasSize(2);
    }

    @Test
    void deadLettersAnUndeliverableMessageAndSendsItAgainInAReplay() {
        answers.addAll(List.of(FAILED, FAILED, FAILED));
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));
        for (var attempt = 0; attempt < 3; attempt++) {
            tick();
            tick();
            driver.advanceWallClockTime(Duration.ofMinutes(1));
        }

        var letter = letters().getFirst();
        assertThat(letter.topic()).isEqualTo("sluice.webhooks");
        assertThat(letter.key()).isEqualTo("op-1");
        assertThat(letter.attempts()).isEqualTo(3);
        assertThat(letter.reason()).isInstanceOf(Rejection.UrlStatus.class);
        assertThat(letter.headers()).containsEntry("traceparent", TRACEPARENT);
        driver.createInputTopic("sluice.webhooks", new StringSerializer(), new ByteArraySerializer())
                .pipeInput("op-1", letter.value().toArray());
        tick();
        assertThat(sent).hasSize(4);
        assertThat(sent.getLast().delivery()).isEqualTo(sent.getFirst().delivery());
        assertThat(count("given-up")).isEqualTo(1);
        assertThat(count("failed")).isEqualTo(2);
    }

    @Test
    void reportsTheResultOfEveryAttempt() {
        answers.add(FAILED);
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));
        tick();
        tick();
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        tick();

        var attempts = driver.createOutputTopic(
                        Topics.WEBHOOK_ATTEMPTS.name(),
                        new StringDeserializer(),
                        Topics.WEBHOOK_ATTEMPTS.deserializer())
                .readValuesToList();
        assertThat(attempts)
                .extracting(WebhookAttempt::state)
                .containsExactly(WebhookAttempt.State.RETRYING, WebhookAttempt.State.DELIVERED);
        assertThat(attempts).extracting(WebhookAttempt::message).containsOnly("operation_op-1");
        assertThat(attempts).extracting(WebhookAttempt::attempt).containsExactly(1, 2);
        assertThat(attempts.getFirst().answer()).contains("500");
        assertThat(attempts.getFirst().nextTry()).isAfter(NOW);
        assertThat(attempts.getLast().answer()).isEqualTo("204");
    }

    @Test
    void triesATestOnceAndForgetsIt() {
        answers.add(FAILED);
        pipe(
                Topics.WEBHOOKS,
                "op-1",
                new WebhookDelivery(new OperationId("op-1"), ACME, WebhookDelivery.TEST, "{}", 1, NOW, Map.of()));
        tick();
        tick();
        driver.advanceWallClockTime(Duration.ofMinutes(1));

        assertThat(sent).hasSize(1);
        assertThat(letters()).isEmpty();
        assertThat(driver.getKeyValueStore(Deliveries.STORE).all().hasNext()).isFalse();
    }

    @Test
    void givesUpAtOnceForAForbiddenAddress() {
        answers.add(new PostResult.Refused(new Rejection.UrlRefused("http://acme.example:80", "it is private")));
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));

        tick();
        tick();

        assertThat(letters()).singleElement().extracting(DeadLetter::attempts).isEqualTo(1);
    }

    @Test
    void limitsTheConcurrentMessagesOfOneOrganization() {
        register(OTHER, new Webhook("http://other.example", "plain:0123456789abcdef"));
        holding = true;
        for (var i = 0; i < 10; i++) {
            pipe(Topics.OUTCOMES, "op-" + i, copied("op-" + i, ACME, Part.ONLY));
        }
        tick();
        assertThat(held).hasSize(Deliverer.OF_ONE_ORGANIZATION);

        pipe(Topics.OUTCOMES, "op-x", copied("op-x", OTHER, Part.ONLY));
        tick();
        tick();

        assertThat(held).hasSize(Deliverer.OF_ONE_ORGANIZATION + 1);
        holding = false;
        held.forEach(Runnable::run);
        tick();
        tick();
        tick();
        assertThat(sent)
                .extracting(it -> it.delivery().messageId())
                .doesNotHaveDuplicates()
                .hasSize(11);
    }

    @Test
    void sendsNoMessagesOnceTheWebhookIsRemoved() {
        answers.add(FAILED);
        pipe(Topics.OUTCOMES, "op-1", copied("op-1", ACME, Part.ONLY));
        tick();
        tick();

        register(ACME, null);
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        tick();

        assertThat(sent).hasSize(1);
        assertThat(driver.getKeyValueStore(Deliveries.STORE).all().hasNext()).isFalse();
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Test
    void deadLettersAMalformedMessageAndContinues() {
        driver.createInputTopic("sluice.webhooks", new StringSerializer(), new ByteArraySerializer())
                .pipeInput("op-1", "{}".getBytes(UTF_8));
        pipe(Topics.OUTCOMES, "op-2", copied("op-2", ACME, Part.ONLY));

        tick();

        assertThat(letters()).singleElement().extracting(DeadLetter::topic).isEqualTo("sluice.webhooks");
        assertThat(sent).hasSize(1);
    }

    private void tick() {
        driver.advanceWallClockTime(WebhookProcessor.INTERVAL);
    }

    private void register(Organization organization, @Nullable Webhook webhook) {
        pipe(
                Topics.ORGANIZATIONS,
                organization.name(),
                new OrganizationAccount(
                        organization,
                        UUID.randomUUID(),
                        "",
                        "a@example.com",
                        NOW,
                        Map.of(),
                        new CommandId("op#0"),
                        OrganizationOptions.NONE.withWebhook(webhook)));
    }

    private <V> void pipe(Topic<V> topic, String key, V value) {
        var bytes = topic.serializer().serialize(topic.name(), value);
        var headers = new RecordHeaders().add("traceparent", TRACEPARENT.getBytes(UTF_8));
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, bytes, headers));
    }

    private List<DeadLetter> letters() {
        return driver.createOutputTopic(
                        Topics.DEAD_LETTERS.name(), new StringDeserializer(), Topics.DEAD_LETTERS.deserializer())
                .readValuesToList();
    }

    private double count(String outcome) {
        return meters.counter(WebhookMetrics.DELIVERIES, "outcome", outcome).count();
    }

    private static Outcome registered(String operation, Part part, String text) {
        var image = ImageBuilder.image(ACME, part.index())
                .created(NOW)
                .userText("text", text)
                .stamp(part.index() + 1, CommandId.of(new OperationId(operation), part))
                .build();
        return new Outcome.Registered(
                new Envelope(new OperationId(operation), part, ACME, Trail.direct(NOW)), NOW, image, true);
    }

    private static Outcome copied(String operation, Organization organization, Part part) {
        return new Outcome.Copied(
                new Envelope(new OperationId(operation), part, organization, Trail.direct(NOW)),
                NOW,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                null);
    }

    private static Job job(Job.State state, @Nullable Instant finished) {
        return new Job(
                new OperationId("job-1"),
                new Job.Task(Job.Kind.COPY_ALL, OTHER, ACME, false),
                state,
                new Job.Counts(2, 2, 0, 0, 0, 0),
                NOW,
                new Job.Run(NOW, finished, null, 0));
    }
}
