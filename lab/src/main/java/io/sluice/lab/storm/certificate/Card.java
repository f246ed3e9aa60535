package io.sluice.lab.storm.certificate;

import io.sluice.crash.CrashPoint;
import io.sluice.lab.storm.cluster.ArmedPoint;
import io.sluice.lab.storm.cluster.ServiceName.Kind;
import io.sluice.lab.storm.fault.Deck;
import io.sluice.lab.storm.fault.Schedule;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.random.RandomGenerator;

/// A kill to be made: a process of this kind halts at this crash point.
record Card(Kind kind, ArmedPoint point) {

    /// Stream of random numbers; the smaller ones are those of the schedule and of the clients.
    private static final int STREAM = 500_009;

    /// Every crash point, with every kind of process that passes it.
    private static final List<Place> PLACES = List.of(
            new Place(Kind.API, CrashPoint.BLOB_WRITTEN),
            new Place(Kind.API, CrashPoint.UPLOAD_PUBLISHED),
            new Place(Kind.API, CrashPoint.BEFORE_ANSWER),
            new Place(Kind.PROCESSOR, CrashPoint.BLOB_WRITTEN),
            new Place(Kind.PROCESSOR, CrashPoint.UPLOAD_TAKEN),
            new Place(Kind.PROCESSOR, CrashPoint.BEFORE_REGISTER),
            new Place(Kind.PROCESSOR, CrashPoint.BEFORE_ACKNOWLEDGE),
            new Place(Kind.PROCESSOR, CrashPoint.DECIDED),
            new Place(Kind.COPIER, CrashPoint.TASK_CUT),
            new Place(Kind.COPIER, CrashPoint.COPIED_BEFORE_REGISTER),
            new Place(Kind.COPIER, CrashPoint.COPIED_BEFORE_ACKNOWLEDGE),
            new Place(Kind.COPIER, CrashPoint.SLICE_COUNTED));

    /// A crash point in the processes of one kind.
    record Place(Kind kind, CrashPoint point) {

        @Override
        public String toString() {
            return kind + " " + point;
        }
    }

    static List<Place> places() {
        return PLACES;
    }

    /// Returns the number of crash points that processes of this kind pass.
    static int places(Kind kind) {
        return (int) PLACES.stream().filter(place -> place.kind == kind).count();
    }

    /// Deals the kills of a certificate from shuffled decks of all crash points. More kills with the same seed
    /// begin with the same ones.
    ///
    /// @param done the kills that were made already, which are the first ones of each kind
    /// @return the kills to be made, in the order of each kind
    static Map<Kind, Queue<Card>> deal(long seed, int kills, Collection<Place> done) {
        var random = Schedule.random(seed, STREAM);
        var deck = new Deck<>(random, PLACES);
        var cards = new EnumMap<Kind, Queue<Card>>(Kind.class);
        for (var number = 0; number < kills; number++) {
            var place = deck.deal();
            cards.computeIfAbsent(place.kind, _ -> new ArrayDeque<>())
                    .add(new Card(place.kind, new ArmedPoint(place.point, pass(random, place))));
        }
        done.forEach(place -> {
            var left = cards.get(place.kind);
            if (left != null) {
                left.poll();
            }
        });
        return cards;
    }

    /// Draws the pass at which a process halts. A processor first tries again, alone, the uploads that were in
    /// work when it ended: at most one for each of its four workers. It refuses those with which it ends twice,
    /// so it halts later.
    private static int pass(RandomGenerator random, Place place) {
        return switch (place.kind) {
            case PROCESSOR -> place.point == CrashPoint.DECIDED ? random.nextInt(20, 40) : random.nextInt(6, 10);
            case API -> random.nextInt(1, 6);
            case COPIER, BROKER, SERVER -> random.nextInt(1, 4);
        };
    }

    Place place() {
        return new Place(kind, point.point());
    }
}
