package io.sluice.ingest.token;

import java.net.InetAddress;

/// A network of addresses, such as `212.40.50.0/24`, or a single address.
///
/// @param text    the network as its owner wrote it
/// @param address an address of the network
/// @param prefix  number of leading bits that all its addresses have in common
record Network(String text, InetAddress address, int prefix) {

    private static final int IPV4_BITS = 32;

    /// The bits of an IPv6 address that name a network: a single user has all addresses of one.
    private static final int IPV6_NETWORK_BITS = 64;

    /// Parses an address or an address with the length of a prefix (RFC 4632, section 3.1).
    ///
    /// @throws IllegalArgumentException when `text` is neither
    static Network parse(String text) {
        var slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        // the parser of the platform also accepts addresses with fewer dots, and names of interfaces
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") && !literal.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw invalid(text);
        }
        try {
            var address = InetAddress.ofLiteral(literal);
            var bits = bits(address);
            var prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw invalid(text);
            }
            return new Network(text, address, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(invalid(text).getMessage(), e);
        }
    }

    static Network of(InetAddress address) {
        return new Network(address.getHostAddress(), address, bits(address));
    }

    /// Returns whether all addresses of `other` belong to this network.
    boolean contains(Network other) {
        return bits(address) == bits(other.address)
                && prefix <= other.prefix
                && commonBits(address.getAddress(), other.address.getAddress()) >= prefix;
    }

    /// Returns the number of addresses, of which an IPv6 network with 64 bits counts as one; at most 2^62.
    long count() {
        var variable = bits(address) == IPV4_BITS ? IPV4_BITS - prefix : Math.max(0, IPV6_NETWORK_BITS - prefix);
        return 1L << Math.min(variable, 62);
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static int commonBits(byte[] one, byte[] other) {
        for (var i = 0; i < one.length; i++) {
            var different = (one[i] ^ other[i]) & 0xff;
            if (different != 0) {
                return i * Byte.SIZE + Integer.numberOfLeadingZeros(different) - (Integer.SIZE - Byte.SIZE);
            }
        }
        return one.length * Byte.SIZE;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is neither an address nor a network such as 212.40.50.0/24");
    }
}
