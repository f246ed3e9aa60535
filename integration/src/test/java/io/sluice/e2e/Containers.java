package io.sluice.e2e;

import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/// A Kafka broker and an S3 server in containers, the images of `docker-compose.yml`.
final class Containers implements AutoCloseable {

    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String S3 = "pgsty/minio:RELEASE.2026-08-04T00-00-00Z";
    private static final int S3_PORT = 9000;
    private static final String ACCESS_KEY = "access-key";
    private static final String SECRET_KEY = "secret-key";

    private final KafkaContainer kafka = new KafkaContainer(DockerImageName.parse(KAFKA))
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", "2097152")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
            .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
            .withEnv("KAFKA_GROUP_SHARE_HEARTBEAT_INTERVAL_MS", "1000")
            .withEnv("KAFKA_GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS", "1000")
            .withEnv("KAFKA_GROUP_SHARE_MAX_RECORD_LOCK_DURATION_MS", "1800000");

    private final GenericContainer<?> s3 = new GenericContainer<>(
                    DockerImageName.parse(System.getenv().getOrDefault("S3_IMAGE", S3)))
            .withCommand("server", "/data")
            .withEnv("MINIO_ROOT_USER", ACCESS_KEY)
            .withEnv("MINIO_ROOT_PASSWORD", SECRET_KEY)
            .withExposedPorts(S3_PORT)
            .waitingFor(Wait.forHttp("/minio/health/live").forPort(S3_PORT));

    private Containers() {}

    static Containers start() {
        var containers = new Containers();
        containers.kafka.start();
        containers.s3.start();
        return containers;
    }

    /// Returns the settings of a server that uses them.
    Map<String, String> settings() {
        return Map.of(
                "SLUICE_KAFKA_BOOTSTRAP_SERVERS",
                kafka.getBootstrapServers(),
                "SLUICE_STORE_URI",
                "s3://sluice?endpoint=http://" + s3.getHost() + ':' + s3.getMappedPort(S3_PORT),
                "SLUICE_S3_ACCESS_KEY",
                ACCESS_KEY,
                "SLUICE_S3_SECRET_KEY",
                SECRET_KEY,
                "SLUICE_S3_CREATE_BUCKET",
                "true");
    }

    @Override
    public void close() {
        s3.stop();
        kafka.stop();
    }
}
