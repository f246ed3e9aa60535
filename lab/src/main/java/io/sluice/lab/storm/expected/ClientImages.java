package io.sluice.lab.storm.expected;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The images of one client. For one thread.
public final class ClientImages {

    /// Number of recent images that are chosen from; older ones are not changed any more.
    private static final int RECENT = 60;

    private final RandomGenerator random;
    private final List<Picture> pictures = new ArrayList<>();

    public ClientImages(RandomGenerator random) {
        this.random = random;
    }

    public void add(Picture picture) {
        pictures.add(picture);
    }

    /// Returns a random recent image that is `wanted` and has no pending change.
    public Optional<Picture> choose(Predicate<Picture> wanted) {
        var recent = pictures.subList(Math.max(0, pictures.size() - RECENT), pictures.size()).stream()
                .filter(picture -> !picture.waiting() && wanted.test(picture))
                .toList();
        return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(random.nextInt(recent.size())));
    }
}
