package io.sluice.search;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// A condition on images. `toString` returns the text that [io.sluice.search.text.FilterText] reads back.
public sealed interface Condition {

    /// Maximum number of comparisons in one search.
    int MAX_MATCHES = 50;

    /// Maximum depth of nested groups and negations.
    int MAX_DEPTH = 5;

    /// Returns the condition that every image meets.
    static Condition all() {
        return new And(List.of());
    }

    /// All of the conditions; true when there are none.
    record And(List<Condition> all) implements Condition {
        public And {
            all = List.copyOf(all);
        }

        @Override
        public String toString() {
            return all.stream().map(Condition::grouped).collect(joining(" AND "));
        }
    }

    /// At least one of the conditions.
    record Or(List<Condition> any) implements Condition {
        public Or {
            any = List.copyOf(any);
        }

        @Override
        public String toString() {
            return any.stream().map(Condition::grouped).collect(joining(" OR "));
        }
    }

    /// The opposite, which is also true for images that have no value in a compared field.
    record Not(Condition condition) implements Condition {
        @Override
        public String toString() {
            return "NOT " + grouped(condition);
        }
    }

    /// A comparison of a field, which may have several values: one of them has to pass the test.
    record Match(Field field, Comparison test) implements Condition {
        @Override
        public String toString() {
            return field.name() + ':' + test.text(field.type());
        }
    }

    /// Returns the number of comparisons; each word that is searched counts.
    default int matches() {
        return switch (this) {
            case And(var all) -> all.stream().mapToInt(Condition::matches).sum();
            case Or(var any) -> any.stream().mapToInt(Condition::matches).sum();
            case Not(var condition) -> condition.matches();
            case Match(var _, Comparison.Contains(var text, var _)) ->
                Words.runs(text).stream().mapToInt(run -> run.parts().size()).sum();
            case Match _ -> 1;
        };
    }

    private static String grouped(Condition condition) {
        return condition instanceof Match ? condition.toString() : "(" + condition + ")";
    }
}
