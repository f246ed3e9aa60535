package io.sluice.fetch.address;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A policy that allows only addresses of the public internet. Ranges are those of the IANA special-purpose
/// address registries (RFC 6890 and its updates) and multicast; of IPv6 only global unicast, `2000::/3` (RFC
/// 4291 §2.4), is public, and an address that contains an IPv4 address is checked by that. Public addresses
/// of this machine are refused, too.
public final class PublicAddresses implements AddressPolicy {

    private static final String OURS = "of the machine itself";

    private static final List<Range> REFUSED = List.of(
            Range.of("0.0.0.0", 8, "of \"this network\""), // RFC 791
            Range.of("10.0.0.0", 8, "of a private network"), // RFC 1918
            Range.of("100.64.0.0", 10, "of a provider's shared network"), // RFC 6598
            Range.of("127.0.0.0", 8, OURS), // RFC 1122
            Range.of("168.63.129.16", 32, "of a cloud's metadata service"), // Azure's WireServer, public by its number
            Range.of("169.254.0.0", 16, "link-local"), // RFC 3927; 169.254.169.254 is the clouds' metadata service
            Range.of("172.16.0.0", 12, "of a private network"), // RFC 1918
            Range.of("192.0.0.0", 24, "reserved for protocols"), // RFC 6890
            Range.of("192.0.2.0", 24, "reserved for documentation"), // RFC 5737
            Range.of("192.88.99.0", 24, "of a 6to4 relay"), // RFC 7526
            Range.of("192.168.0.0", 16, "of a private network"), // RFC 1918
            Range.of("198.18.0.0", 15, "reserved for benchmarks"), // RFC 2544
            Range.of("198.51.100.0", 24, "reserved for documentation"), // RFC 5737
            Range.of("203.0.113.0", 24, "reserved for documentation"), // RFC 5737
            Range.of("224.0.0.0", 4, "multicast"), // RFC 5771
            Range.of("240.0.0.0", 4, "reserved or broadcast"), // RFC 1112, RFC 919
            Range.of("::", 128, "unspecified"), // RFC 4291
            Range.of("::1", 128, OURS), // RFC 4291
            Range.of("fc00::", 7, "of a private network"), // RFC 4193
            Range.of("fe80::", 10, "link-local"), // RFC 4291
            Range.of("fec0::", 10, "site-local"), // RFC 3879
            Range.of("ff00::", 8, "multicast"), // RFC 4291
            Range.of("2001::", 23, "reserved for protocols"), // RFC 2928, with Teredo (RFC 4380) and ORCHID (RFC 7343)
            Range.of("2001:db8::", 32, "reserved for documentation"), // RFC 3849
            Range.of("3fff::", 20, "reserved for documentation")); // RFC 9637

    /// IPv6 ranges whose addresses contain an IPv4 address, and its byte offset.
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier(Range.of("::", 96, "IPv4-compatible"), 12), // RFC 4291 §2.5.5.1
            new Carrier(Range.of("::ffff:0:0:0", 96, "IPv4-translated"), 12), // RFC 2765
            new Carrier(Range.of("64:ff9b::", 96, "NAT64"), 12), // RFC 6052
            new Carrier(Range.of("2002::", 16, "6to4"), 2)); // RFC 3056

    private static final Range GLOBAL_UNICAST = Range.of("2000::", 3, "global unicast");

    @Override
    public Optional<String> objection(InetAddress address) {
        return objectionToRange(address).or(() -> isOurs(address) ? Optional.of(OURS) : Optional.empty());
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            throw new UncheckedIOException("the network interfaces of this machine cannot be listed", e);
        }
    }

    private static Optional<String> objectionToRange(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> objection(four.getAddress());
            case Inet6Address six -> objectionToSix(six.getAddress());
            default -> Optional.of("of an unknown family");
        };
    }

    private static Optional<String> objectionToSix(byte[] address) {
        var special = objection(address);
        if (special.isPresent()) {
            return special;
        }
        for (var carrier : CARRIERS) {
            if (carrier.range.contains(address)) {
                return objection(Arrays.copyOfRange(address, carrier.offset, carrier.offset + 4));
            }
        }
        return GLOBAL_UNICAST.contains(address) ? Optional.empty() : Optional.of("not of the public internet");
    }

    private static Optional<String> objection(byte[] address) {
        return REFUSED.stream()
                .filter(range -> range.contains(address))
                .map(Range::what)
                .findFirst();
    }

    private record Carrier(Range range, int offset) {}

    /// A block of addresses: all that share the first `bits` bits of `first`.
    private static final class Range {

        private final byte[] first;
        private final int bits;
        private final String what;

        private Range(byte[] first, int bits, String what) {
            this.first = first;
            this.bits = bits;
            this.what = what;
        }

        static Range of(String first, int bits, String what) {
            return new Range(InetAddress.ofLiteral(first).getAddress(), bits, what);
        }

        String what() {
            return what;
        }

        boolean contains(byte[] address) {
            if (address.length != first.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            int mask = 0xff << (8 - rest) & 0xff;
            return Arrays.equals(address, 0, whole, first, 0, whole)
                    && (rest == 0 || ((address[whole] ^ first[whole]) & mask) == 0);
        }
    }
}
