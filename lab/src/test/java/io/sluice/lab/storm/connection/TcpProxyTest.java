package io.sluice.lab.storm.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.start("test", server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        served = server.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        served.close();
        proxy.close();
        server.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        client.getOutputStream().write(7);
        assertThat(served.getInputStream().read()).isEqualTo(7);

        served.getOutputStream().write(9);
        assertThat(client.getInputStream().read()).isEqualTo(9);
    }

    @Test
    void endsBothSidesWhenOneEnds() throws IOException {
        served.close();

        assertThat(isOver(client)).isTrue();
    }

    @Test
    void resetsExistingAndNewConnections() throws IOException {
        proxy.set(new TcpProxy.Passage.Cut());

        assertThat(isOver(client)).isTrue();
        assertThat(isOver(served)).isTrue();
        try (var late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(isOver(late)).isTrue();
        }
    }

    @Test
    void holdsBytesBackWhileItIsStalled() throws IOException {
        proxy.set(new TcpProxy.Passage.Stalled());
        client.getOutputStream().write(7);

        served.setSoTimeout(200);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        proxy.set(new TcpProxy.Passage.Open());
        served.setSoTimeout(0);
        assertThat(served.getInputStream().read()).isEqualTo(7);
    }

    /// Whether the other side has ended or reset the connection.
    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException _) {
            return true;
        }
    }
}
