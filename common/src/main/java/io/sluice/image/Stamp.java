package io.sluice.image;

import io.sluice.operation.CommandId;

/// The last change of an image.
///
/// @param revision derived from the position of the command in its partition, and unique among the
///                 organization's images: it increases with every change, not always by 1
/// @param change   id of the command, so that its replay has the same outcome
public record Stamp(long revision, CommandId change) {}
