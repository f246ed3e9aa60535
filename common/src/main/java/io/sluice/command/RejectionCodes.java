package io.sluice.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The codes of rejections. A code is also the type of the rejection in JSON, so it is declared there, once.
final class RejectionCodes {

    private static final Map<Class<?>, String> CODES = Arrays.stream(
                    requireNonNull(Rejection.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

    private RejectionCodes() {}

    static String of(Rejection rejection) {
        return requireNonNull(CODES.get(rejection.getClass()), "a rejection without a code");
    }
}
