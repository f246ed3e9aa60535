package io.sluice.ingest.operation;

import io.sluice.command.Door;
import io.sluice.image.ImageHash;
import io.sluice.view.OperationFilter;
import io.sluice.view.OperationPage.Facet;
import io.sluice.view.OperationStatus.State;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The filters of a list of operations, as parameters of a request.
public final class OperationParameters {

    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String DOOR = "door";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String NAME = "name";
    private static final String IMAGE = "hash";
    private static final String FACETS = "facets";
    private static final Pattern CODE = Pattern.compile("[a-z-]{1,60}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    /// Parameters of filters.
    public static final Set<String> FILTERS = Set.of(STATE, REASON, DOOR, SINCE, UNTIL, NAME, IMAGE);

    private OperationParameters() {}

    static String[] ofList() {
        var names = new TreeSet<>(FILTERS);
        names.add(FACETS);
        return names.toArray(String[]::new);
    }

    static Set<Facet> facets(PageParameters parameters) {
        return parameters.values(FACETS, Facet.class);
    }

    /// @throws io.sluice.ingest.wire.ProblemException when a filter is malformed
    public static OperationFilter filter(PageParameters parameters) {
        try {
            return new OperationFilter(
                    parameters.value(STATE, State.class),
                    matching(parameters, REASON, CODE, "a code such as unsupported-format"),
                    parameters.value(DOOR, Door.class),
                    parameters.time(SINCE),
                    parameters.time(UNTIL),
                    parameters.text(NAME),
                    image(parameters));
        } catch (IllegalArgumentException e) {
            throw PageParameters.malformed("The parameter name is not valid: " + e.getMessage());
        }
    }

    private static @Nullable ImageHash image(PageParameters parameters) {
        var hash = matching(parameters, IMAGE, HASH, "the 40 characters of a hash");
        return hash == null ? null : new ImageHash(hash);
    }

    private static @Nullable String matching(PageParameters parameters, String name, Pattern form, String expected) {
        var text = parameters.text(name);
        if (text != null && !form.matcher(text).matches()) {
            throw PageParameters.malformed("The parameter " + name + " must be " + expected);
        }
        return text;
    }
}
