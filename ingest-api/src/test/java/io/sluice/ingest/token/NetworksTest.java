package io.sluice.ingest.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    private static final InetAddress REQUESTER = InetAddress.ofLiteral("10.1.2.3");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            request_ip                 | 10.1.2.3        | true
            request_ip                 | 10.1.2.4        | false
            212.40.50.1/24             | 212.40.50.255   | true
            212.40.50.1/24             | 212.40.51.0     | false
            212.40.50.1/23             | 212.40.51.0     | true
            request_ip, 192.0.2.7      | 192.0.2.7       | true
            192.0.2.7                  | ::ffff:192.0.2.7 | true
            2001:db8::/64              | 2001:db8::9:1   | true
            2001:db8::/64              | 2001:db8:0:1::1 | false
            ::1                        | 0.0.0.1         | false
            """)
    void containsAddresses(String networks, String address, boolean isContained) {
        assertThat(Networks.parse(networks, REQUESTER).contain(InetAddress.ofLiteral(address)))
                .isEqualTo(isContained);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.0/24            | 10.0.0.128/25       | true
            10.0.0.0/24            | 10.0.0.0/23         | false
            10.0.0.0/24,192.0.2.1  | 192.0.2.1,10.0.0.9  | true
            10.0.0.0/24            | 10.0.0.9,10.0.1.9   | false
            """)
    void containsNetworks(String outer, String inner, boolean isContained) {
        assertThat(Networks.parse(outer, REQUESTER).contain(Networks.parse(inner, REQUESTER)))
                .isEqualTo(isContained);
    }

    @Test
    void allAddressesContainSomeButNotTheOtherWayRound() {
        var some = Networks.of(REQUESTER);

        assertThat(Networks.ALL.contain(some)).isTrue();
        assertThat(some.contain(Networks.ALL)).isFalse();
        assertThat(Networks.ALL.contain(REQUESTER)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "somewhere",
                "1.2.3",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/",
                "1.2.3.400",
                "fe80::1%eth0",
                "10.0.0.0/18",
                "2001:db8::/50",
                "1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9,1.1.1.10,1.1.1.11"
            })
    void refusesWhatIsNoListOfAFewNetworks(String text) {
        assertThatThrownBy(() -> Networks.parse(text, REQUESTER)).isInstanceOf(IllegalArgumentException.class);
    }
}
