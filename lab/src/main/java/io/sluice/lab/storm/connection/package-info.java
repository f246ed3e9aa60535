/// Connections that can fail: a proxy between a service and another process, and one in front of the store.
@NullMarked
package io.sluice.lab.storm.connection;

import org.jspecify.annotations.NullMarked;
