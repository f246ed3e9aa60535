package io.sluice.ingest.token;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The addresses that a token may be used from; all addresses when there is no network.
public record Networks(List<Network> networks) {

    /// All addresses.
    public static final Networks ALL = new Networks(List.of());

    /// Stands for the address of the request in a list of networks.
    private static final String REQUEST_ADDRESS = "request_ip";

    private static final int MAX_NETWORKS = 10;
    private static final long MAX_ADDRESSES = 10_000;

    public Networks {
        networks = List.copyOf(networks);
    }

    public static Networks of(InetAddress address) {
        return new Networks(List.of(Network.of(address)));
    }

    /// Parses a list of addresses and networks that a client sends, separated by commas. `request_ip` stands
    /// for `requester`.
    ///
    /// @throws IllegalArgumentException when it is malformed, or has too many networks or addresses
    public static Networks parse(String text, InetAddress requester) {
        var networks = new ArrayList<Network>();
        for (var entry : text.split(",", MAX_NETWORKS + 1)) {
            if (networks.size() == MAX_NETWORKS) {
                throw new IllegalArgumentException("there are more than " + MAX_NETWORKS + " addresses and networks");
            }
            var stripped = entry.strip();
            networks.add(stripped.equals(REQUEST_ADDRESS) ? Network.of(requester) : Network.parse(stripped));
        }
        var addresses = networks.stream().mapToLong(Network::count).reduce(0, (a, b) -> Math.min(a + b, 1L << 62));
        if (addresses > MAX_ADDRESSES) {
            throw new IllegalArgumentException("the networks have more than " + MAX_ADDRESSES + " addresses");
        }
        return new Networks(networks);
    }

    /// Parses the networks of a token.
    static Networks parse(List<String> texts) {
        return new Networks(texts.stream().map(Network::parse).toList());
    }

    public boolean areAll() {
        return networks.isEmpty();
    }

    public boolean contain(InetAddress address) {
        return areAll() || contain(Network.of(address));
    }

    /// Returns whether all addresses of `others` are among these.
    public boolean contain(Networks others) {
        return areAll() || (!others.areAll() && others.networks.stream().allMatch(this::contain));
    }

    private boolean contain(Network other) {
        return networks.stream().anyMatch(network -> network.contains(other));
    }

    List<String> texts() {
        return networks.stream().map(Network::text).toList();
    }

    @Override
    public String toString() {
        return areAll() ? "all addresses" : String.join(",", texts());
    }
}
