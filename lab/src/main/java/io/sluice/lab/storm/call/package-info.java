/// Requests to the API nodes of a storm, with the retries of the published clients, and their responses.
/// Start with [io.sluice.lab.storm.call.Caller].
@NullMarked
package io.sluice.lab.storm.call;

import org.jspecify.annotations.NullMarked;
