package io.sluice.lab.storm.client;

import io.sluice.lab.storm.call.Caller.Request;
import io.sluice.lab.storm.expected.History.Kind;
import io.sluice.lab.storm.expected.Picture;
import java.time.Instant;
import java.util.function.Consumer;

/// A change of one image.
///
/// @param settle records the certain state once it is done, with the time of the request
/// @param doubt  records the possible state when its result is unknown, with the time it was given up
record Change(Kind kind, Picture picture, Request request, Consumer<Instant> settle, Consumer<Instant> doubt) {}
