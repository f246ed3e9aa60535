package io.sluice.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ingest.wire.ProblemException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignUpLimitTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final SignUpLimit limit = new SignUpLimit(2, now::get);

    @Test
    void refillsWithTime() {
        signUp("192.0.2.1");
        signUp("192.0.2.1");
        assertRefused("192.0.2.1");

        now.addAndGet(Duration.ofMinutes(31).toNanos());

        signUp("192.0.2.1");
        assertRefused("192.0.2.1");
    }

    @Test
    void countsEachAddressAndEachNetworkOfIpv6ByItself() {
        signUp("2001:db8:1:2::1");
        signUp("2001:db8:1:2:ffff::2");

        assertRefused("2001:db8:1:2::3");
        signUp("2001:db8:1:3::1");
        signUp("192.0.2.1");
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        signUp("192.0.2.1");
        signUp("192.0.2.1");
        for (var i = 0; i < SignUpLimit.MAX_ADDRESSES - 1; i++) {
            signUp("10.1." + i / 256 + '.' + i % 256);
        }
        assertRefused("192.0.2.1");

        signUp("198.51.100.1");
        signUp("198.51.100.2");

        signUp("10.1.0.0"); // forgotten, and so as if it were new
        signUp("10.1.0.0");
        assertRefused("10.1.0.0");
        assertRefused("192.0.2.1");
    }

    @Test
    void countsNothingWithoutALimit() {
        var none = new SignUpLimit(0, now::get);
        for (var i = 0; i < 100; i++) {
            none.count(InetAddress.ofLiteral("192.0.2.1"));
        }
    }

    private void signUp(String address) {
        assertThatCode(() -> limit.count(InetAddress.ofLiteral(address)))
                .as(address)
                .doesNotThrowAnyException();
    }

    private void assertRefused(String address) {
        assertThatThrownBy(() -> limit.count(InetAddress.ofLiteral(address)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(429);
                    assertThat(e.problem().reason()).isEqualTo("sign-up-limit");
                });
    }
}
