/// What Sluice tells its clients, in answers of the REST API and in webhooks alike: [io.sluice.json.ImageJson],
/// [io.sluice.json.OperationJson] and [io.sluice.json.JobJson], all in snake_case and with times as
/// [io.sluice.json.WireTime] writes them.
@NullMarked
package io.sluice.json;

import org.jspecify.annotations.NullMarked;
