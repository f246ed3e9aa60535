package io.sluice.lab.bench.fair.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowServerTest {

    @Test
    void answersEverySecondConnectionByteByByteAndTheOthersNever() throws IOException {
        try (var server = SlowServer.start()) {
            var address = URI.create(server.address(0));
            try (var never = new Socket(address.getHost(), address.getPort());
                    var slowly = new Socket(address.getHost(), address.getPort())) {
                assertThat(slowly.getInputStream().readNBytes(2)).asString().isEqualTo("HT");
                never.setSoTimeout(100);
                assertThatThrownBy(() -> never.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }
}
