package io.sluice.fetch.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericHostTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "0X7F.0.0.1, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "10.0x10203, 10.1.2.3",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
    })
    void readsEveryWayToWriteAnAddress(String host, String address) {
        assertThat(NumericHost.isNumeric(host)).isTrue();
        assertThat(NumericHost.dotted(host)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "256.1.1.1",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.256.1",
                "4294967296",
                "09",
                "1..1",
                "example.1",
                "a.b.0x7f",
                "99999999999999999999",
                ".",
                "",
            })
    void refusesWhatEndsInANumberButIsNoAddress(String host) {
        assertThat(NumericHost.isNumeric(host)).isTrue();
        assertThat(NumericHost.dotted(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "localhost", "1.example", "0xdead.beef", "a1", "127.0.0.1.nip.io", "-1"})
    void leavesNamesAlone(String host) {
        assertThat(NumericHost.isNumeric(host)).isFalse();
    }
}
