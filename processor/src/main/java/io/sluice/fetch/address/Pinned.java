package io.sluice.fetch.address;

import java.net.InetAddress;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/// The host of a URL with its checked addresses. It acts as the name server of a connection, which so uses
/// only these addresses: a second look-up could have another answer (DNS rebinding).
public record Pinned(String host, List<InetAddress> addresses) implements Dns {

    public Pinned {
        addresses = List.copyOf(addresses);
    }

    static Pinned to(HttpUrl url, List<InetAddress> addresses) {
        return new Pinned(url.host(), addresses);
    }

    @Override
    public List<InetAddress> lookup(String hostname) {
        if (!hostname.equals(host)) {
            throw new IllegalStateException("the addresses of " + host + " were checked, not those of " + hostname);
        }
        return addresses;
    }
}
