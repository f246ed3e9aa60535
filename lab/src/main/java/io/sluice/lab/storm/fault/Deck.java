package io.sluice.lab.storm.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/// A deck of cards that is shuffled again when all cards have been dealt.
public final class Deck<T> {

    private final RandomGenerator random;
    private final List<T> cards;
    private final Deque<T> left = new ArrayDeque<>();

    public Deck(RandomGenerator random, List<T> cards) {
        this.random = random;
        this.cards = cards;
    }

    public T deal() {
        if (left.isEmpty()) {
            var shuffled = new ArrayList<>(cards);
            for (var i = shuffled.size(); i > 1; i--) {
                shuffled.add(shuffled.remove(random.nextInt(i)));
            }
            left.addAll(shuffled);
        }
        return left.removeFirst();
    }
}
