package io.sluice.ingest.change;

import io.javalin.http.Context;
import io.sluice.command.Outcome;
import io.sluice.ingest.wire.Answer;
import io.sluice.json.ImageJson;

/// The response with the image that results from a change of protection or dynamic metadata. Clients read its
/// hash from the end of `Location`, even when nothing has changed.
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
