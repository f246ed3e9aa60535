package io.sluice.e2e;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import io.sluice.copier.Copier;
import io.sluice.copier.CopierConfig;
import io.sluice.e2e.KafkaPermissions.Permission;
import io.sluice.image.Organization;
import io.sluice.ingest.ApiConfig;
import io.sluice.ingest.ApiService;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.RecordFormat;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.kafka.admin.TopicRights;
import io.sluice.processor.Processor;
import io.sluice.processor.ProcessorConfig;
import io.sluice.processor.ProcessorRole;
import io.sluice.service.FoundationConfig;
import io.sluice.service.HealthServer;
import io.sluice.service.ServiceMain;
import io.sluice.service.ServiceProcess;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.testsupport.CapturedLogs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The services as users of a broker with TLS, passwords and ACLs, with the permissions and topics of docs/deploy.md
/// and no others.
class KafkaPermissionsE2E {

    private static final List<String> SERVICES = List.of("ingest-api", "processor", "copier");
    private static final String STRANGER = "stranger";
    private static final int PARTITIONS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Map<String, TopicRights> RIGHTS = Map.of(
            "ingest-api", ApiService.RIGHTS,
            "processor", ProcessorRole.WORKER.rights().and(ProcessorRole.CATALOG.rights()),
            "copier", Copier.RIGHTS);

    @TempDir
    static Path folder;

    private static KafkaPermissions page;
    private static SecuredBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        page = KafkaPermissions.read();
        broker = SecuredBroker.start(
                folder, Stream.concat(SERVICES.stream(), Stream.of(STRANGER)).toList());
        admin = broker.clients(SecuredBroker.ADMIN).admin();
        admin.createTopics(page.topics().entrySet().stream()
                        .map(topic -> new NewTopic(topic.getKey(), Optional.of(PARTITIONS), Optional.empty())
                                .configs(topic.getValue()))
                        .toList())
                .all()
                .get(1, MINUTES);
        for (var service : SERVICES) {
            allow(service, page.of(service));
        }
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    private static List<AclBinding> bindings(String user, Collection<Permission> permissions) {
        return permissions.stream()
                .map(permission -> permission.binding(user))
                .distinct()
                .toList();
    }

    private static void allow(String user, Collection<Permission> permissions) throws Exception {
        admin.createAcls(bindings(user, permissions)).all().get(1, MINUTES);
    }

    private static void forbid(String user, Collection<Permission> permissions) throws Exception {
        admin.deleteAcls(bindings(user, permissions).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get(1, MINUTES);
    }

    @Test
    void documentsTheRightsThatServicesCheckAtTheirStart() {
        assertThat(page.permissions()).hasSizeGreaterThan(60);
        RIGHTS.forEach((service, rights) -> {
            assertThat(names(service, AclOperation.READ))
                    .as("%s reads", service)
                    .isEqualTo(rights.read());
            assertThat(names(service, AclOperation.WRITE))
                    .as("%s writes", service)
                    .isEqualTo(rights.write());
        });
    }

    private static Set<String> names(String service, AclOperation operation) {
        var names = new TreeSet<String>();
        page.of(service).stream()
                .filter(permission -> permission.isForTopic() && permission.operation() == operation)
                .forEach(permission -> names.add(permission.resource().name()));
        return names;
    }

    @Test
    void documentsTheTopicsAsServicesCreateThem() {
        var documented = new TreeMap<>(page.topics());
        documented.keySet().removeIf(name -> !name.startsWith("sluice."));
        var defined = new TreeMap<String, Map<String, String>>();
        for (Topic<?> topic : Topics.ALL) {
            defined.put(topic.name(), topic.config());
        }
        defined.put(RecordFormat.TOPIC, RecordFormat.CONFIG);
        assertThat(documented).isEqualTo(defined);
    }

    @Test
    void namesAllTopicsThatAreMissingToAServiceThatMayNotCreateThem() throws Exception {
        var clients = broker.clients(STRANGER);

        var provision =
                assertThatThrownBy(() -> TopicProvisioner.provision(clients, new ProvisioningConfig(0, PARTITIONS)));

        provision.isInstanceOf(ConfigurationException.class).message().hasLineCount(1);
        for (Topic<?> topic : Topics.ALL) {
            provision.hasMessageContaining(topic.name());
        }
        provision.hasMessageContaining("Create them with " + PARTITIONS + " partitions as listed in docs/deploy.md");
    }

    @Test
    void namesTheTopicsWhoseSettingsMayNotBeRead() throws Exception {
        var describe = page.of(STRANGER).stream()
                .filter(permission -> permission.operation() == AclOperation.DESCRIBE)
                .toList();
        allow(STRANGER, describe);
        try {
            assertThatThrownBy(() ->
                            TopicProvisioner.provision(broker.clients(STRANGER), new ProvisioningConfig(0, PARTITIONS)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("read the settings of topics: sluice.blob-purges, ")
                    .hasMessageContaining("Allow DescribeConfigs");
        } finally {
            forbid(STRANGER, describe);
        }
    }

    @Test
    void saysWhatToCheckWhenThePasswordIsWrong() throws Exception {
        var settings = new HashMap<>(broker.settings(STRANGER));
        settings.computeIfPresent("SLUICE_KAFKA_SASL_JAAS_CONFIG", (_, login) -> login.replace("the-password", "x"));
        var clients = new KafkaClients(KafkaConfig.from(new Settings(settings)));

        assertThatThrownBy(() -> TopicProvisioner.provision(clients, ProvisioningConfig.DEFAULTS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_KAFKA_SASL_")
                .message()
                .hasLineCount(1);
    }

    /// Takes each permission for a topic away from each service, one after the other.
    @Test
    void namesEveryMissingPermissionForATopicAtTheStart() throws Exception {
        for (var service : SERVICES) {
            var clients = broker.clients(service);
            var rights = requireNonNull(RIGHTS.get(service));
            var permissions = page.of(service).stream()
                    .filter(Permission::isForTopic)
                    .collect(toMap(
                            permission -> permission.binding(service), permission -> permission, (one, _) -> one));
            assertThat(permissions)
                    .hasSize(rights.read().size() + rights.write().size());
            for (var permission : permissions.values()) {
                forbid(service, List.of(permission));
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(10))
                        .untilAsserted(() -> assertThatThrownBy(() -> rights.check(clients))
                                .isInstanceOf(ConfigurationException.class)
                                .hasMessageContaining(permission.operation() == AclOperation.READ ? "read " : "write ")
                                .hasMessageContaining(permission.resource().name())
                                .message()
                                .hasLineCount(1));
                allow(service, List.of(permission));
            }
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThatCode(() -> rights.check(clients)).doesNotThrowAnyException());
        }
    }

    @Test
    void namesWhatACopierMayNotDoWithItsGroup() throws Exception {
        for (var permission : page.of("copier")) {
            var expected = switch (permission.resource().resourceType() + " " + permission.operation()) {
                case "CLUSTER DESCRIBE_CONFIGS" -> "cannot read the brokers' settings";
                case "GROUP ALTER_CONFIGS" -> "cannot read the settings of the share group sluice-copier";
                default -> "";
            };
            if (!expected.isEmpty()) {
                forbid("copier", List.of(permission));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThatThrownBy(() -> ShareGroupSetup.prepare(
                                        broker.clients("copier"),
                                        Topics.COPY_WORKERS,
                                        Duration.ofMinutes(1),
                                        CopierConfig.PATIENCE))
                                .isInstanceOf(ConfigurationException.class)
                                .hasMessageContaining(expected)
                                .hasMessageContaining("Add the ACLs that docs/deploy.md lists"));
                allow("copier", List.of(permission));
            }
        }
    }

    @Test
    void namesTheGroupOfUploadsAtTheStart() throws Exception {
        var permissions = page.of("processor").stream()
                .filter(permission -> permission.resource().name().equals(Topics.UPLOAD_READERS))
                .toList();
        forbid("processor", permissions);
        try (var processor = processor()) {
            assertThatThrownBy(processor::port)
                    .cause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot look at the consumer group sluice-uploads")
                    .message()
                    .hasLineCount(1);
        } finally {
            allow("processor", permissions);
        }
    }

    /// Services that may not use their groups name them in the log and wait; with the permission they work.
    @Test
    void uploadsCopiesAndReadsWithTheDocumentedPermissionsAlone() throws Exception {
        for (var service : List.of("processor", "copier")) {
            forbid(service, groups(service));
        }
        try (var logs = new CapturedLogs();
                var processor = processor();
                var copier = copier();
                var api = ingestApi()) {
            for (var service : List.of("processor", "copier")) {
                awaitNamed(groups(service), logs);
                allow(service, groups(service));
            }
            assertThat(List.of(processor.port(), copier.port())).doesNotContain(0);
            uploadsCopiesAndReads(URI.create("http://127.0.0.1:" + api.port()));
        }
        assertThat(topics()).isEqualTo(page.topics().keySet());
    }

    /// The groups that a service uses, without the one that it checks at its start.
    private static List<Permission> groups(String service) {
        return page.of(service).stream()
                .filter(permission -> permission.resource().resourceType() == ResourceType.GROUP
                        && permission.operation() == AclOperation.READ
                        && !permission.resource().name().equals(Topics.UPLOAD_READERS))
                .toList();
    }

    private static void awaitNamed(List<Permission> groups, CapturedLogs logs) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(groups)
                        .extracting(group -> group.resource().name())
                        .allSatisfy(group -> assertThat(logs.events())
                                .extracting(event -> event.getMessage() + ' ' + event.getKeyValuePairs())
                                .anyMatch(line -> line.contains("Not authorized to access group: " + group))));
    }

    private static void uploadsCopiesAndReads(URI base) throws Exception {
        var answer = SluiceClient.signUp(base, new Organization("allowed"), "test@example.com", RunningServer.ROOT_KEY)
                .expect(201);
        var requests = new Requests(base, answer.json().path("api_key").asText());
        requests.send("PUT", "/organizations/allowed-too", "").expect(201);
        var content = Requests.uniqueImage();
        var hash = requests.upload("allowed", content).path("hash").asText();

        var job = requests.send("POST", "/sourceimages/allowed/copy-all", "", "Destination", "allowed-too")
                .expect(202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(requests.get(job).json().path("state").asText())
                                .isEqualTo("done"));

        assertThat(requests.get("/sourceimages/allowed-too/" + hash + "/download")
                        .expect(200)
                        .body()
                        .toArray())
                .isEqualTo(content);
    }

    private static Set<String> topics() throws Exception {
        return admin.listTopics().names().get(1, MINUTES);
    }

    private static Settings settings(String service) throws Exception {
        var settings = new HashMap<>(broker.settings(service));
        settings.putAll(Map.of(
                "SLUICE_DATA_DIR",
                folder.resolve(service).toString(),
                "SLUICE_STORE_URI",
                "file:" + folder.resolve("store"),
                "SLUICE_HTTP_PORT",
                "0"));
        if (service.equals("ingest-api")) {
            settings.put("SLUICE_ROOT_API_KEY", RunningServer.ROOT_KEY);
            settings.put("SLUICE_FOUNDING", "members");
        }
        return new Settings(settings);
    }

    private static Service processor() throws Exception {
        var settings = settings("processor");
        var config = ProcessorConfig.from(settings);
        return Service.start(
                settings,
                ServiceProcess.withStatusServer(settings),
                (resources, _, services) -> services.add(Processor.start(config, resources)));
    }

    private static Service copier() throws Exception {
        var settings = settings("copier");
        var config = CopierConfig.from(settings);
        return Service.start(settings, ServiceProcess.withStatusServer(settings), (resources, _, services) -> {
            var images = services.add(resources.startImages());
            services.add(Copier.start(config, resources, images));
        });
    }

    private static Service ingestApi() throws Exception {
        var settings = settings("ingest-api");
        var config = ApiConfig.from(settings);
        var kafka = FoundationConfig.kafka(settings);
        var process = new ServiceProcess<>(
                FoundationConfig.from(settings),
                _ -> kafka,
                config.listener().host(),
                (readiness, meters) -> FrontDoor.open(config.door(), readiness, meters));
        return Service.start(settings, process, (resources, http, services) -> {
            var images = services.add(resources.startImages());
            services.add(ApiService.start(config, resources, images, http));
        });
    }

    /// A service in this JVM.
    private record Service(CompletableFuture<Integer> ready, CountDownLatch stop, CompletableFuture<Void> ended)
            implements AutoCloseable {

        static <S extends HealthServer> Service start(
                Settings settings, ServiceProcess<S> process, ServiceMain.Start<S> start) {
            settings.check();
            var service = new Service(new CompletableFuture<>(), new CountDownLatch(1), new CompletableFuture<>());
            Thread.ofPlatform().name("permitted-service").daemon().start(() -> service.run(process, start));
            return service;
        }

        private <S extends HealthServer> void run(ServiceProcess<S> process, ServiceMain.Start<S> start) {
            try {
                process.run((resources, http, services) -> {
                    start.run(resources, http, services);
                    resources.readiness().complete().await();
                    ready.complete(http.port());
                    stop.await();
                });
            } catch (Throwable t) { // the test sees it
                ready.completeExceptionally(t);
            } finally {
                ended.complete(null);
            }
        }

        /// The port of the service once it is ready.
        int port() {
            return ready.orTimeout(1, MINUTES).join();
        }

        @Override
        public void close() {
            stop.countDown();
            ended.orTimeout(1, MINUTES).join();
        }
    }
}
