package io.sluice.standalone.e2e;

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

/// Says whether calls that overlapped may have taken place one after the other, each at some moment between its
/// beginning and its end, so that a sequential model gives the answers that were got (Herlihy and Wing,
/// "Linearizability", 1990).
///
/// The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993): take any call before which
/// no other had ended, and go on with the rest. No pair of calls taken and state is visited twice. With dozens of calls
/// at once these pairs are still too many, so of the orders that come to the same only one is tried:
///
/// - A call that changes no state whatever it is, and fits now, is taken at once: the others do not notice.
/// - Of equal events the call that ended first is taken first: where another stands before it the two can be swapped.
///
/// @param states all that there are
/// @param model  the state after an event in a state; nothing when the event cannot be there
record Linearizability<S, E>(Collection<S> states, BiFunction<S, E, Optional<S>> model) {

    /// What a caller saw: the call and its answer as one event, and when, by a clock that all callers share.
    record Call<E>(E event, long began, long ended) {

        Call {
            if (began > ended) {
                throw new IllegalArgumentException(event + " ended at " + ended + ", before it began at " + began);
            }
        }
    }

    private record Node<S>(BitSet taken, S state) {}

    /// The states in which the calls may leave what was in one of `begins`; none when no order explains them.
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

    /// For each event the call that may be the next.
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
