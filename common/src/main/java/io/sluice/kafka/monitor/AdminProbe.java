package io.sluice.kafka.monitor;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.sluice.kafka.KafkaClients;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.utils.Utils;

/// A probe that uses one admin client and keeps its connection.
final class AdminProbe implements ClusterProbe {

    private static final long FIRST_RECONNECT_MS = 100;
    private static final long LONGEST_RECONNECT_MS = 1_000;
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Admin admin;
    private final Set<InetSocketAddress> bootstrap;
    private final DescribeClusterOptions options;

    /// The addresses of the brokers in the last answer.
    private final Set<InetSocketAddress> brokers = ConcurrentHashMap.newKeySet();

    private AdminProbe(Admin admin, Set<InetSocketAddress> bootstrap, Duration patience) {
        this.admin = admin;
        this.bootstrap = bootstrap;
        this.options = new DescribeClusterOptions().timeoutMs(Math.toIntExact(patience.toMillis()));
    }

    /// @param patience longest wait for one answer
    static AdminProbe start(KafkaClients kafka, Duration patience) {
        var properties = kafka.common("sluice-contact");
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, FIRST_RECONNECT_MS);
        properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        return new AdminProbe(Admin.create(properties), addresses(kafka.config().bootstrapServers()), patience);
    }

    private static Set<InetSocketAddress> addresses(String servers) {
        return Arrays.stream(servers.split(","))
                .map(String::strip)
                .map(server -> InetSocketAddress.createUnresolved(
                        requireNonNull(Utils.getHost(server)), requireNonNull(Utils.getPort(server))))
                .collect(toSet());
    }

    @Override
    public Future<Integer> activeBrokers() {
        return admin.describeCluster(options)
                .nodes()
                .thenApply(nodes -> {
                    if (!nodes.isEmpty()) {
                        brokers.clear();
                        nodes.forEach(
                                node -> brokers.add(InetSocketAddress.createUnresolved(node.host(), node.port())));
                    }
                    return nodes.size();
                })
                .toCompletionStage()
                .toCompletableFuture();
    }

    @Override
    public boolean isRefused() {
        var addresses = new HashSet<>(brokers);
        addresses.addAll(bootstrap);
        return addresses.stream().allMatch(AdminProbe::isRefused);
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.getHostString(), address.getPort()),
                    Math.toIntExact(CONNECT.toMillis()));
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) { // a time-out or an unresolved name does not prove a refusal
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
