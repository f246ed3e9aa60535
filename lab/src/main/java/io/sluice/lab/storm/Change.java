package io.sluice.lab.storm;

import io.sluice.lab.storm.Caller.Request;
import io.sluice.lab.storm.History.Kind;
import java.time.Instant;
import java.util.function.Consumer;

/// A change of one image.
///
/// @param settle what is certain once it is done, with the time it was asked for
/// @param doubt  what may be when nobody knows whether it is done, with the time it was given up
record Change(Kind kind, Picture picture, Request request, Consumer<Instant> settle, Consumer<Instant> doubt) {}
