/// Sluice as its users see it: a real server, HTTP and Kafka, and nothing else.
@NullMarked
package io.sluice.standalone.e2e;

import org.jspecify.annotations.NullMarked;
