package io.sluice.ingest.search;

import static io.sluice.search.SearchException.quoted;

import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.search.Condition;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Search;
import io.sluice.search.SearchException;
import io.sluice.search.text.FilterText;
import io.sluice.search.text.ListText;
import io.sluice.search.text.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The parameters of a search: conditions on fields, `filter`, `operator`, `sort` and `facets`. Every
/// parameter is either known, ignored on purpose, or an error: no answer ignores a condition.
public final class SearchParameters {

    private static final String FILTER = "filter";
    private static final String OPERATOR = "operator";
    private static final String SORT = "sort";
    private static final String FACETS = "facets";

    /// Parameters with a list, which clients also send as `sort[]` or `sort[0]`.
    private static final Pattern LIST = Pattern.compile("(sort|facets)(?:\\[\\d{0,3}])?");

    /// Parameters that browsers, caches and links add; they have no effect.
    private static final Set<String> IGNORED = Set.of("_", "_t", "nocache", "fbclid", "gclid");

    private static final String IGNORED_PREFIX = "utm_";
    private static final String NEGATION = "!";

    private final Map<String, List<String>> parameters;
    private final List<String> others;

    private SearchParameters(Map<String, List<String>> parameters, List<String> others) {
        this.parameters = parameters;
        this.others = others;
    }

    /// Reads the search of a request.
    ///
    /// @param others names of parameters that belong to the route
    /// @throws ProblemException when a parameter is unknown or malformed
    public static Search search(Context context, List<String> others) {
        return checked(() -> search(context.queryParamMap(), others));
    }

    /// Reads a search from parameters.
    ///
    /// @throws SearchException when a parameter is unknown or malformed
    public static Search search(Map<String, List<String>> parameters, List<String> others) {
        return new SearchParameters(parameters, others).search();
    }

    /// Reads the condition of a request that is not a list, and hence neither sorted nor counted.
    ///
    /// @param others names of parameters that belong to the route
    /// @throws ProblemException when a parameter is unknown or malformed
    public static Condition condition(Context context, List<String> others) {
        return checked(() -> new SearchParameters(context.queryParamMap(), others).condition(false));
    }

    private static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (SearchException e) {
            throw new ProblemException(Problem.of(new Rejection.MalformedRequest(String.valueOf(e.getMessage()))), e);
        }
    }

    private Search search() {
        return new Search(condition(true), ListText.sort(list(SORT)), ListText.facets(list(FACETS)));
    }

    private List<String> list(String name) {
        var values = new ArrayList<String>();
        parameters.forEach((parameter, given) -> {
            var matcher = LIST.matcher(parameter);
            if (matcher.matches() && matcher.group(1).equals(name)) {
                values.addAll(given);
            }
        });
        return values;
    }

    private Condition condition(boolean isList) {
        var conditions = new ArrayList<Condition>();
        parameters.forEach((parameter, values) -> {
            if (parameter.equals(FILTER)) {
                values.stream()
                        .filter(text -> !text.isBlank())
                        .map(FilterText::parse)
                        .forEach(conditions::add);
            } else if (!parameter.equals(OPERATOR)
                    && !others.contains(parameter)
                    && !isIgnored(parameter, isList)
                    && !isNone(parameter, values)) {
                var negated = parameter.startsWith(NEGATION);
                var field = field(negated ? parameter.substring(1) : parameter, isList);
                for (var value : values) {
                    var match = new Condition.Match(field, ValueText.parse(field, value));
                    conditions.add(negated ? new Condition.Not(match) : match);
                }
            }
        });
        return FilterText.checked(joined(conditions));
    }

    /// Whether there is nothing between two `&` of the query string, or after the last one.
    private static boolean isNone(String parameter, List<String> values) {
        return parameter.isEmpty() && values.stream().allMatch(String::isEmpty);
    }

    private static boolean isIgnored(String parameter, boolean isList) {
        return IGNORED.contains(parameter)
                || parameter.startsWith(IGNORED_PREFIX)
                || (isList && LIST.matcher(parameter).matches());
    }

    private Field field(String parameter, boolean isList) {
        return Fields.find(parameter).orElseThrow(() -> {
            var known = new ArrayList<>(others);
            known.add(FILTER);
            known.add(OPERATOR);
            if (isList) {
                known.add(SORT);
                known.add(FACETS);
            }
            return new SearchException("There is no parameter " + quoted(parameter) + "; did you mean "
                    + quoted(Fields.nearest(parameter, known)) + "?");
        });
    }

    private Condition joined(List<Condition> conditions) {
        var isOr = isOr();
        if (conditions.size() == 1) {
            return conditions.getFirst();
        }
        return isOr && !conditions.isEmpty() ? new Condition.Or(conditions) : new Condition.And(conditions);
    }

    private boolean isOr() {
        var isOr = false;
        for (var operator : parameters.getOrDefault(OPERATOR, List.of())) {
            isOr = switch (operator.toLowerCase(Locale.ROOT)) {
                case "or" -> true;
                case "and", "" -> false;
                default ->
                    throw new SearchException(
                            "The parameter \"operator\" must be and or or, but is " + quoted(operator));
            };
        }
        return isOr;
    }
}
