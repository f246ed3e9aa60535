package io.sluice.ingest.route;

import java.util.List;

/// The routes of one feature.
@FunctionalInterface
public interface RouteTable {

    /// Returns the routes in the order in which `GET /` lists them.
    List<Route> routes();
}
