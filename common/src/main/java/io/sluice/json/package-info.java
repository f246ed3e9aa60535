/// The JSON that clients receive, in responses of the REST API and in webhook messages:
/// [io.sluice.json.ImageJson], [io.sluice.json.OperationJson] and [io.sluice.json.JobJson], in snake_case and
/// with times as written by [io.sluice.json.WireTime].
@NullMarked
package io.sluice.json;

import org.jspecify.annotations.NullMarked;
