package io.sluice.lab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.sluice.config.Setting;
import io.sluice.copier.CopierMain;
import io.sluice.ingest.ApiMain;
import io.sluice.processor.ProcessorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks the chart with Helm as a library: its values, and the objects that it makes of them.
class HelmChartTest {

    private static final Path CHART = Path.of("..", "deploy", "helm", "sluice").toAbsolutePath();

    /// Values files in the test resources: with what is required, and with everything that can be switched on.
    private static final String LEAST = "least.yaml";
    private static final String ALL = "all.yaml";

    /// Settings that the chart or the image sets, so that values cannot.
    private static final Set<String> SET_BY_CHART = Set.of(
            "SLUICE_DATA_DIR",
            "SLUICE_HTTP_HOST",
            "SLUICE_HTTP_PORT",
            "SLUICE_HTTP_TLS_CERTIFICATE",
            "SLUICE_HTTP_TLS_KEY",
            "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
            "SLUICE_STORE_URI",
            "SLUICE_ROLES");

    private static final Map<String, List<Setting<?>>> SERVICES =
            Map.of("ingest-api", ApiMain.SETTINGS, "processor", ProcessorMain.SETTINGS, "copier", CopierMain.SETTINGS);

    /// The API of Kubernetes and of the Prometheus operator. ScaledObjects of KEDA have no published classes.
    private static final Map<String, Class<?>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodMonitor", PodMonitor.class,
            "PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /// Refuses fields that an object does not have, which the classes collect otherwise.
    private static final ObjectMapper STRICT = new ObjectMapper(new YAMLFactory())
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void lintFindsNothingToWarnOf() {
        var result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages())
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("[WARNING]") || line.startsWith("[ERROR]"));
    }

    @Test
    void schemaAcceptsTheDefaultValues() throws Exception {
        assertThat(schema().validate(values())).isEmpty();
    }

    @Test
    void schemaRefusesSettingsThatAServiceDoesNotHave() throws Exception {
        var values = YAML.readTree("""
                processor: { settings: { SLUICE_COPY_WORKERS: "8" } }
                copier: { settings: { SLUICE_COPY_WORKER: "8" } }
                settings: { SLUICE_KAFKA_SASL_MECHANISM: PLAIN, SLUICE_WORKERS: "8" }
                """);

        assertThat(schema().validate(values))
                .extracting(message -> message.getInstanceLocation().toString())
                .contains("$.processor.settings", "$.copier.settings", "$.settings")
                .noneMatch(location -> location.contains("SASL"));
    }

    @Test
    void schemaKnowsTheSettingsOfEachService() throws Exception {
        var definitions = json("values.schema.json").path("definitions");
        var common = keys("ingest-api");
        common.retainAll(keys("processor"));
        common.retainAll(keys("copier"));

        assertThat(names(definitions, "ingestApiSettings")).isEqualTo(keys("ingest-api"));
        assertThat(names(definitions, "processorSettings")).isEqualTo(keys("processor"));
        assertThat(names(definitions, "copierSettings")).isEqualTo(keys("copier"));
        assertThat(names(definitions, "settings")).isEqualTo(common);
    }

    @ParameterizedTest
    @ValueSource(strings = {LEAST, ALL})
    void makesObjectsWithTheFieldsOfTheirKind(String values) throws Exception {
        var kinds = new TreeSet<String>();
        for (var object : render(values)) {
            var kind = object.path("kind").asText();
            if (!kind.equals("ScaledObject")) {
                assertThat(KINDS).containsKey(kind);
                assertThat(STRICT.treeToValue(object, requireNonNull(KINDS.get(kind))))
                        .isNotNull();
            }
            kinds.add(kind);
        }

        assertThat(kinds).contains("Deployment", "Service", "ServiceAccount", "PodDisruptionBudget", "NetworkPolicy");
        assertThat(kinds.contains("ScaledObject")).isEqualTo(values.equals(ALL));
        assertThat(kinds.contains("PodMonitor")).isEqualTo(values.equals(ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {LEAST, ALL})
    void startsServicesWithTheirOwnSettings(String values) throws Exception {
        for (var deployment : deployments(values)) {
            var container = container(deployment);
            var service = container.getArgs().getFirst();
            assertThat(SERVICES).containsKey(service);
            var known = settings(service);
            assertThat(container.getEnv())
                    .extracting(EnvVar::getName)
                    .contains("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "SLUICE_STORE_URI")
                    .allMatch(name -> name.equals("JAVA_OPTS") || known.contains(name));
            assertThat(deployment.getSpec().getTemplate().getSpec().getEnableServiceLinks())
                    .isFalse();
        }
    }

    @Test
    void startsEveryServiceAndTheCatalogAlone() throws Exception {
        assertThat(deployments(ALL))
                .extracting(deployment -> deployment.getMetadata().getName()
                        + ' '
                        + container(deployment).getArgs().getFirst()
                        + ' '
                        + setting(deployment, "SLUICE_ROLES"))
                .containsExactlyInAnyOrder(
                        "sluice-ingest-api ingest-api none",
                        "sluice-processor processor worker",
                        "sluice-catalog processor catalog",
                        "sluice-copier copier none");
        assertThat(deployments(LEAST))
                .extracting(deployment -> setting(deployment, "SLUICE_ROLES"))
                .containsExactlyInAnyOrder("none", "worker,catalog", "none");
    }

    @ParameterizedTest
    @ValueSource(strings = {LEAST, ALL})
    void podsHaveNoPrivilegesAndAreProbed(String values) throws Exception {
        for (var deployment : deployments(values)) {
            var pod = deployment.getSpec().getTemplate().getSpec();
            var container = container(deployment);
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
            var https = values.equals(ALL) && deployment.getMetadata().getName().endsWith("-ingest-api");
            assertThat(container.getLivenessProbe().getHttpGet().getScheme()).isEqualTo(https ? "HTTPS" : "HTTP");
        }
    }

    @Test
    void mountsSecretsOfAServiceIntoItsPodsOnly() throws Exception {
        assertThat(deployments(ALL))
                .extracting(deployment -> deployment.getMetadata().getName() + ' ' + secrets(deployment))
                .containsExactlyInAnyOrder(
                        "sluice-ingest-api [sluice-s3, sluice-api]",
                        "sluice-processor [sluice-s3]",
                        "sluice-catalog [sluice-s3]",
                        "sluice-copier [sluice-s3]");
    }

    @Test
    void onlyProcessorsMayConnectToPublicAddresses() throws Exception {
        var open = new TreeSet<String>();
        for (var object : render(ALL)) {
            if (object.path("kind").asText().equals("NetworkPolicy")
                    && object.findValuesAsText("cidr").contains("0.0.0.0/0")) {
                open.add(object.path("metadata").path("name").asText());
            }
        }

        assertThat(open).containsExactly("sluice-catalog", "sluice-processor");
    }

    @Test
    void servicesThatExportTracesMayConnectToTheCollector() throws Exception {
        assertThat(networkPolicies(LEAST))
                .flatExtracting(policy -> policy.getSpec().getEgress())
                .flatExtracting(NetworkPolicyEgressRule::getPorts)
                .extracting(port -> port.getPort().getIntVal())
                .contains(9092)
                .doesNotContain(4318);
        assertThat(networkPolicies(ALL))
                .hasSize(4)
                .allSatisfy(policy -> assertThat(policy.getSpec().getEgress())
                        .filteredOn(rule -> rule.getPorts().getFirst().getPort().getIntVal() == 4319)
                        .flatExtracting(NetworkPolicyEgressRule::getTo)
                        .extracting(to -> to.getNamespaceSelector().getMatchLabels())
                        .containsExactly(Map.of("kubernetes.io/metadata.name", "traces")));
    }

    @Test
    void scalesOnQueriesOfThisInstallation() throws Exception {
        var queries = new ArrayList<String>();
        for (var object : render(ALL)) {
            if (object.path("kind").asText().equals("ScaledObject")) {
                object.path("spec").path("triggers").forEach(trigger -> {
                    assertThat(trigger.path("metadata").path("threshold").isTextual())
                            .isTrue();
                    queries.add(trigger.path("metadata").path("query").asText());
                });
            }
        }

        assertThat(queries)
                .containsExactlyInAnyOrder(
                        "sum(sluice_http_places{kind=\"requests\",namespace=\"images\"})",
                        "sum(sluice_upload_bodies{namespace=\"images\"})",
                        "max(sluice_queue_length{namespace=\"images\"})",
                        "max(sluice_worker_turn_seconds{namespace=\"images\"})",
                        "sum(sluice_worker_waiting_megapixels{namespace=\"images\"})",
                        "sum(sluice_copier_busy{namespace=\"images\"})");
        // the number of pods is the scaler's
        assertThat(deployments(ALL))
                .filteredOn(deployment -> deployment.getSpec().getReplicas() != null)
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactly("sluice-catalog");
    }

    @Test
    void refusesToInstallWithoutBrokers() {
        var command = new Helm(CHART).template().withName("sluice").set("store.uri", "s3://sluice");

        assertThatThrownBy(command::call).hasMessageContaining("kafka.bootstrapServers is required");
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json("values.schema.json"));
    }

    private static JsonNode values() throws IOException {
        return json("values.yaml");
    }

    private static JsonNode json(String file) throws IOException {
        return YAML.readTree(Files.readString(CHART.resolve(file)));
    }

    private static Set<String> names(JsonNode definitions, String definition) {
        var names = new TreeSet<String>();
        definitions
                .path(definition)
                .path("propertyNames")
                .path("anyOf")
                .path(0)
                .path("enum")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Set<String> keys(String service) {
        var keys = settings(service);
        keys.removeAll(SET_BY_CHART);
        return keys;
    }

    private static Set<String> settings(String service) {
        return requireNonNull(SERVICES.get(service)).stream()
                .map(Setting::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Deployment> deployments(String values) throws Exception {
        return objects(values, Deployment.class);
    }

    private static List<NetworkPolicy> networkPolicies(String values) throws Exception {
        return objects(values, NetworkPolicy.class);
    }

    private static <T> List<T> objects(String values, Class<T> type) throws Exception {
        var objects = new ArrayList<T>();
        for (var object : render(values)) {
            if (object.path("kind").asText().equals(type.getSimpleName())) {
                objects.add(STRICT.treeToValue(object, type));
            }
        }
        assertThat(objects).isNotEmpty();
        return objects;
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static String setting(Deployment deployment, String name) {
        return container(deployment).getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findAny()
                .orElse("none");
    }

    private static List<String> secrets(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .map(source -> source.getSecret().getName())
                .toList();
    }

    private static List<JsonNode> render(String values) throws Exception {
        var file = Path.of(requireNonNull(HelmChartTest.class.getResource("/helm/" + values))
                .toURI());
        var text = new Helm(CHART)
                .template()
                .withName("sluice")
                .withNamespace("images")
                .withValuesFile(file)
                .call();
        try (var parser = YAML.getFactory().createParser(text)) {
            return YAML.<JsonNode>readValues(parser, JsonNode.class).readAll().stream()
                    .filter(JsonNode::isObject)
                    .toList();
        }
    }
}
