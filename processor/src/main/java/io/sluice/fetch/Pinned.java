package io.sluice.fetch;

import java.net.InetAddress;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/// A URL together with the addresses that were checked for its host. As its own name server it makes a
/// connection go to these addresses and no other: a second lookup could be answered differently (DNS
/// rebinding).
record Pinned(String host, List<InetAddress> addresses) implements Dns {

    Pinned {
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
