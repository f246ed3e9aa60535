package io.sluice.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `docker/run`, which starts the services in containers and under systemd, with a program that prints its
/// arguments and settings instead of a JVM.
class ServiceLauncherTest {

    private static final Path LAUNCHER = Path.of("..", "docker", "run");

    @TempDir
    private Path home;

    /// The end of the launcher.
    private record Ended(int status, List<String> lines) {}

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin").resolve("run"));
        Files.createFile(home.resolve("copier.jar"));
        var java = Files.createDirectories(home.resolve("jdk").resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv | grep '^SLUICE_' | sort\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void passesOptionsToTheJvmAndArgumentsToTheService() throws Exception {
        var ended = run(Map.of("JAVA_OPTS", "-Xmx1g -Dx=y"), "copier", "--help");

        assertThat(ended.status()).isZero();
        assertThat(ended.lines())
                .containsSubsequence("-Xmx1g", "-Dx=y", "-jar", home.toRealPath() + "/copier.jar", "--help");
    }

    @Test
    void readsSettingsFromCredentialsUnlessTheEnvironmentHasThem() throws Exception {
        var credentials = Files.createDirectory(home.resolve("credentials"));
        Files.writeString(credentials.resolve("all_SLUICE_S3_ACCESS_KEY"), "key\n");
        Files.writeString(credentials.resolve("SLUICE_S3_SECRET_KEY"), "from the file");
        Files.writeString(credentials.resolve("unrelated"), "x");

        var ended = run(
                Map.of("CREDENTIALS_DIRECTORY", credentials.toString(), "SLUICE_S3_SECRET_KEY", "from the environment"),
                "copier");

        assertThat(ended.lines().stream().filter(line -> line.startsWith("SLUICE_")))
                .containsExactly("SLUICE_S3_ACCESS_KEY=key", "SLUICE_S3_SECRET_KEY=from the environment");
    }

    @Test
    void doesNotStartWithoutTheCredentialsThatItShouldHave() throws Exception {
        var ended = run(Map.of("CREDENTIALS_DIRECTORY", home.resolve("absent").toString()), "copier");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lines()).containsExactly("run: cannot read the credentials in " + home.resolve("absent"));
    }

    @Test
    void exitsWithTheStatusOfAnInvalidCommandLineForAnUnknownService() throws Exception {
        assertThat(run(Map.of(), "porcessor").status()).isEqualTo(2);
        assertThat(run(Map.of()).status()).isEqualTo(2);
    }

    private Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("/bin/bash", home.resolve("bin").resolve("run").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        return new Ended(process.waitFor(), lines);
    }
}
