package io.sluice.e2e;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// A checker of whether concurrent calls may have taken effect one after the other, each at some moment
/// between its beginning and its end, so that a sequential model gives the received answers (Herlihy and
/// Wing, "Linearizability", 1990).
///
/// The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993): choose any call
/// before which no other had ended, and continue with the rest. No pair of chosen calls and state is visited
/// twice. With dozens of concurrent calls these pairs are still too many, so of equivalent orders only one is
/// searched:
///
/// - A call that changes no state in any case, and is possible now, is chosen at once: it does not affect the
///   others.
/// - Of equal events the call that ended first is chosen first: if another one precedes it, the two can be
///   exchanged.
///
/// @param states all possible states
/// @param model  the state after an event in a state; empty when the event is impossible
record Linearizability<S, E>(Collection<S> states, BiFunction<S, E, Optional<S>> model) {

    /// A call and its answer as one event, with its times by a clock that all callers share.
    record Call<E>(E event, long began, long ended) {

        Call {
            if (began > ended) {
                throw new IllegalArgumentException(event + " ended at " + ended + ", before it began at " + began);
            }
        }
    }

    private record Node<S>(BitSet taken, S state) {}

    /// Returns the possible states after the calls, starting from one of `begins`; none when no order explains
    /// them.
    Set<S> ends(Set<S> begins, List<Call<E>> history) {
        var ends = new HashSet<S>();
        var seen = new HashSet<Node<S>>();
        var open = new ArrayDeque<Node<S>>();
        begins.forEach(begin -> open.push(new Node<>(new BitSet(history.size()), begin)));
        while (!open.isEmpty()) {
            var node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            if (node.taken().cardinality() == history.size()) {
                ends.add(node.state());
            } else {
                next(node, history).forEach(open::push);
            }
        }
        return ends;
    }

    private List<Node<S>> next(Node<S> node, List<Call<E>> history) {
        var candidates = candidates(node.taken(), history);
        for (var candidate : candidates.entrySet()) {
            if (isObservation(candidate.getKey())
                    && model.apply(node.state(), candidate.getKey()).isPresent()) {
                return List.of(new Node<>(with(node.taken(), candidate.getValue()), node.state()));
            }
        }
        return candidates.entrySet().stream()
                .flatMap(candidate -> model.apply(node.state(), candidate.getKey()).stream()
                        .map(state -> new Node<>(with(node.taken(), candidate.getValue()), state)))
                .toList();
    }

    /// Returns for each event the call that may be the next.
    private Map<E, Integer> candidates(BitSet taken, List<Call<E>> history) {
        var firstEnd = Long.MAX_VALUE;
        for (var i = taken.nextClearBit(0); i < history.size(); i = taken.nextClearBit(i + 1)) {
            firstEnd = Math.min(firstEnd, history.get(i).ended());
        }
        var candidates = new HashMap<E, Integer>();
        for (var i = taken.nextClearBit(0); i < history.size(); i = taken.nextClearBit(i + 1)) {
            if (history.get(i).began() <= firstEnd) {
                candidates.merge(
                        history.get(i).event(),
                        i,
                        (one, other) ->
                                history.get(one).ended() <= history.get(other).ended() ? one : other);
            }
        }
        return candidates;
    }

    private boolean isObservation(E event) {
        return states.stream()
                .allMatch(state -> model.apply(state, event).stream().allMatch(state::equals));
    }

    private static BitSet with(BitSet taken, int call) {
        var more = (BitSet) taken.clone();
        more.set(call);
        return more;
    }
}
