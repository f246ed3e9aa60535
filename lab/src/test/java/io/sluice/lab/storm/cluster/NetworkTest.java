package io.sluice.lab.storm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.connection.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkTest {

    private static final Layout LAYOUT = Layout.THREE_BROKERS;
    private static final Link ONE = new Link(ServiceName.API_1, Link.To.BROKER);
    private static final Link OTHER = new Link(ServiceName.API_2, Link.To.BROKER);

    /// The ports of all brokers, at which nothing is answered.
    private final List<ServerSocket> brokers = new ArrayList<>();

    private Network network;

    @BeforeEach
    void start() throws IOException {
        var ports = new ArrayDeque<Integer>();
        for (var number = 0; number < Network.brokerPorts(LAYOUT); number++) {
            var broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            brokers.add(broker);
            ports.add(broker.getLocalPort());
        }
        network = Network.start(LAYOUT, ports, null);
        assertThat(ports).isEmpty();
    }

    @AfterEach
    void stop() throws IOException {
        network.close();
        for (var broker : brokers) {
            broker.close();
        }
    }

    @Test
    void cutsTheConnectionsOfOneServiceToAllBrokers() {
        network.set(ONE, new TcpProxy.Passage.Cut());

        assertThat(network.ports(ONE))
                .hasSize(3)
                .allSatisfy(port -> assertThat(isCut(port)).isTrue());
        assertThat(network.ports(OTHER))
                .hasSize(3)
                .allSatisfy(port -> assertThat(isCut(port)).isFalse());
    }

    @Test
    void cutsTheConnectionsOfAllServicesToOneBroker() {
        network.set(ServiceName.BROKER_2, new TcpProxy.Passage.Cut());

        assertThat(network.ports(ONE)).extracting(NetworkTest::isCut).containsExactly(false, true, false);
        assertThat(network.ports(OTHER)).extracting(NetworkTest::isCut).containsExactly(false, true, false);
    }

    @Test
    void endsAllFaults() {
        network.set(Link.To.BROKER, new TcpProxy.Passage.Cut());
        network.set(ServiceName.BROKER_2, new TcpProxy.Passage.Cut());

        network.calm();

        assertThat(network.ports(ONE)).extracting(NetworkTest::isCut).containsExactly(false, false, false);
    }

    @Test
    void namesTheSameVotersToAllBrokers() {
        var voters = voters(ServiceName.BROKER);

        assertThat(voters).hasSize(3).doesNotHaveDuplicates();
        assertThat(voters(ServiceName.BROKER_2)).isEqualTo(voters);
        assertThat(voters(ServiceName.BROKER_3)).isEqualTo(voters);
    }

    private List<String> voters(ServiceName broker) {
        var arguments = network.arguments(broker);
        var voters = new ArrayList<String>();
        for (var index = 0; index < arguments.size(); index++) {
            if (arguments.get(index).equals("--voter")) {
                voters.add(arguments.get(index + 1));
            }
        }
        return voters;
    }

    /// Returns whether a connection to this port is reset, rather than left without an answer.
    private static boolean isCut(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(200);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (SocketException _) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
