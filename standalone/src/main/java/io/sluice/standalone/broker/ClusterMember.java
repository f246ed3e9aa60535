package io.sluice.standalone.broker;

import java.util.Map;
import java.util.TreeMap;

/// The membership of a broker in a cluster of several on this machine, each of which is a controller, too. All
/// ports are on 127.0.0.1.
///
/// @param node           its id
/// @param clusterId      id of the cluster, the same for all
/// @param controllerPort port of its controller
/// @param peers          port for the other brokers
/// @param voters         the ports at which the controllers reach each other, which may be those of proxies, by
///                       their nodes
public record ClusterMember(
        int node, String clusterId, int controllerPort, BrokerConfig.ProxiedPort peers, Map<Integer, Integer> voters) {

    public ClusterMember {
        voters = Map.copyOf(voters);
        if (!voters.containsKey(node)) {
            throw new IllegalArgumentException("node " + node + " is none of the voters " + new TreeMap<>(voters));
        }
    }
}
