package io.sluice.lab.storm.client;

import io.sluice.lab.storm.call.Caller.Request;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.Picture;
import java.time.Instant;
import java.util.function.Consumer;

/// A change of one image.
///
/// @param settle what is certain once it is done, with the time it was asked for
/// @param doubt  what may be when nobody knows whether it is done, with the time it was given up
record Change(Kind kind, Picture picture, Request request, Consumer<Instant> settle, Consumer<Instant> doubt) {}
