package io.sluice.fetch.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

    private final PublicAddresses policy = new PublicAddresses();

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, this network",
        "0.1.2.3, this network",
        "10.0.0.1, private",
        "10.255.255.255, private",
        "100.64.0.1, shared",
        "100.100.100.200, shared",
        "100.127.255.255, shared",
        "127.0.0.1, machine itself",
        "127.255.255.254, machine itself",
        "168.63.129.16, metadata",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.192, protocols",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4",
        "192.168.1.1, private",
        "198.18.0.1, benchmarks",
        "198.19.255.255, benchmarks",
        "198.51.100.7, documentation",
        "203.0.113.7, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, machine itself",
        "::2, this network",
        "::127.0.0.1, machine itself",
        "::ffff:127.0.0.1, machine itself",
        "::ffff:10.0.0.1, private",
        "::ffff:a9fe:a9fe, link-local",
        "::ffff:0:10.0.0.1, private",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b::a9fe:a9fe, link-local",
        "64:ff9b:1::8.8.8.8, not of the public internet",
        "100::1, not of the public internet",
        "2001::1, protocols",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, protocols",
        "2001:20::1, protocols",
        "2001:db8::1, documentation",
        "2002:7f00:1::, machine itself",
        "2002:a9fe:a9fe::1, link-local",
        "2002:c0a8:101::1, private",
        "3fff::1, documentation",
        "5f00::1, not of the public internet",
        "fc00::1, private",
        "fd00:ec2::254, private",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast",
    })
    void refusesWhatIsNotPublicAndSaysWhatItIs(String address, String what) {
        assertThat(policy.objection(InetAddress.ofLiteral(address)))
                .hasValueSatisfying(objection -> assertThat(objection).contains(what));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2001:200::1",
                "2606:4700::1111",
                "2a00:1450:4001:831::200e",
                "3ffe::1",
            })
    void allowsPublicAddressesUpToTheNeighboursOfRefusedRanges(String address) {
        assertThat(policy.objection(InetAddress.ofLiteral(address))).isEmpty();
    }
}
