package io.sluice.ingest.change;

import io.javalin.http.Context;
import io.sluice.command.Outcome;
import io.sluice.ingest.wire.Answer;
import io.sluice.json.ImageJson;

/// Answers with the image that a change of protection or dynamic metadata led to. Clients find its hash at the end of
/// `Location`, also when nothing has changed.
final class Variant {

    private Variant() {}

    static void answer(Context context, Outcome.Changed changed) {
        var image = changed.image();
        context.header("Location", "/sourceimages/" + image.organization() + '/' + image.hash());
        switch (changed.effect()) {
            case CREATED, CHANGED, REMOVED -> Answer.json(context, 201, ImageJson.of(image));
            case UNCHANGED -> Answer.nothing(context);
        }
    }
}
