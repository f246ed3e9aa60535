/// End-to-end tests: a real server, over HTTP and Kafka only.
@NullMarked
package io.sluice.e2e;

import org.jspecify.annotations.NullMarked;
