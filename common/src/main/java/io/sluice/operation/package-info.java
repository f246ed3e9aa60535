/// The identities of requests: an operation ([io.sluice.operation.OperationId]), its parts
/// ([io.sluice.operation.Part]) and the commands they become ([io.sluice.operation.CommandId]).
@NullMarked
package io.sluice.operation;

import org.jspecify.annotations.NullMarked;
