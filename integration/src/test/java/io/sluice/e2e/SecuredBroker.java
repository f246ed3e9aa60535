package io.sluice.e2e;

import static java.util.stream.Collectors.joining;

import io.sluice.config.Settings;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.testsupport.TestBroker;
import io.sluice.testsupport.TestCertificate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/// A broker that encrypts connections, requires passwords, and refuses what no ACL allows.
final class SecuredBroker implements AutoCloseable {

    /// The user that may do everything.
    static final String ADMIN = "admin";

    private final TestBroker broker;
    private final TestCertificate certificate;

    private SecuredBroker(TestBroker broker, TestCertificate certificate) {
        this.broker = broker;
        this.certificate = certificate;
    }

    static SecuredBroker start(Path folder, List<String> users) throws Exception {
        var certificate = TestCertificate.make(folder, "EC");
        var accounts = Stream.concat(users.stream(), Stream.of(ADMIN))
                .map(user -> "user_" + user + "=\"" + password(user) + '"')
                .collect(joining(" "));
        var settings = new HashMap<>(Map.of(
                "listener.security.protocol.map",
                "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config",
                login(ADMIN).replace(";", " " + accounts + ";"),
                "authorizer.class.name",
                StandardAuthorizer.class.getName(),
                "allow.everyone.if.no.acl.found",
                "false",
                // the broker's own connections to its controller have no user
                "super.users",
                "User:" + ADMIN + ";User:ANONYMOUS"));
        settings.putAll(Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.key",
                certificate.keyPem(),
                "ssl.keystore.certificate.chain",
                certificate.certificatePem(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                certificate.certificatePem(),
                "group.share.max.record.lock.duration.ms",
                "1800000"));
        return new SecuredBroker(TestBroker.start(folder.resolve("broker"), settings), certificate);
    }

    private static String password(String user) {
        return "the-password-of-" + user;
    }

    private static String login(String user) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\""
                + password(user) + "\";";
    }

    /// The settings of a service that is this user.
    Map<String, String> settings(String user) throws Exception {
        return Map.of(
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
                broker.clients().config().bootstrapServers(),
                "SLUICE_KAFKA_SECURITY_PROTOCOL",
                "SASL_SSL",
                "SLUICE_KAFKA_SASL_MECHANISM",
                "PLAIN",
                "SLUICE_KAFKA_SASL_JAAS_CONFIG",
                login(user),
                "SLUICE_KAFKA_SSL_TRUSTSTORE_TYPE",
                "PEM",
                "SLUICE_KAFKA_SSL_TRUSTSTORE_CERTIFICATES",
                certificate.certificatePem());
    }

    KafkaClients clients(String user) throws Exception {
        return new KafkaClients(KafkaConfig.from(new Settings(settings(user))));
    }

    @Override
    public void close() {
        broker.close();
    }
}
