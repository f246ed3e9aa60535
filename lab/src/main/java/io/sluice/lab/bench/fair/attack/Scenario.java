package io.sluice.lab.bench.fair.attack;

import static java.util.stream.Collectors.joining;

import io.sluice.lab.bench.fair.file.StripedTiff;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/// What one organization does while another one uploads.
public enum Scenario {
    FLOOD("5,000 uploads in a flood") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException {
            return new Flood(
                    site.registrar().signUp("flood"), count(5_000, scale), UniqueJpegs.of(20_000)::next, "false");
        }
    },
    ADDRESSES("64 × 100 slow addresses") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException {
            return new SlowAddresses(site.registrar().signUp("addresses"), SlowServer.start(), count(64, scale));
        }
    },
    CONVERSIONS("500 conversions of 18 megapixels") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException {
            var tiff = new StripedTiff(6_000, 3_000, false);
            return new Flood(
                    site.registrar().signUp("conversions"),
                    count(500, scale),
                    () -> tiff.encode(UUID.randomUUID().toString()),
                    "png");
        }
    },
    HOSTILE("20 × hostile files in a loop") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException {
            return new HostileLoop(site.registrar().signUp("hostile"), count(20, scale));
        }
    },
    COPY("copy-all of 100,000 images") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException, ExecutionException {
            return BulkCopy.prepare(site, count(100_000, scale));
        }
    },
    BODIES("64 slow bodies") {
        @Override
        Attack prepare(Site site, double scale) throws IOException, InterruptedException {
            return new SlowBodies(site.registrar().signUp("bodies"), count(64, scale));
        }
    };

    private final String meaning;

    Scenario(String meaning) {
        this.meaning = meaning;
    }

    /// Makes what it needs; nothing of that is measured.
    ///
    /// @param scale of its size
    abstract Attack prepare(Site site, double scale) throws IOException, InterruptedException, ExecutionException;

    /// Begins.
    ///
    /// @param scale of its size; 1 for what its description says
    Crew start(Site site, double scale) throws IOException, InterruptedException, ExecutionException {
        return Crew.start(prepare(site, scale));
    }

    private static int count(int full, double scale) {
        return Math.max(1, (int) Math.round(full * scale));
    }

    /// The scenario of this name.
    ///
    /// @throws IllegalArgumentException with the names when there is none
    public static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("knows "
                        + Arrays.stream(values()).map(Scenario::toString).collect(joining(", ")) + ", not \"" + name
                        + '"'));
    }

    /// What it does, in words.
    public String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
