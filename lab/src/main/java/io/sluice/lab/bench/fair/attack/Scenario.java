package io.sluice.lab.bench.fair.attack;

import static java.util.stream.Collectors.joining;

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
        Attack prepare(Target target, double scale) throws IOException, InterruptedException {
            return new Flood(target.signUp("flood"), count(5_000, scale), UniqueJpegs.of(20_000)::next, "false");
        }
    },
    ADDRESSES("64 × 100 slow addresses") {
        @Override
        Attack prepare(Target target, double scale) throws IOException, InterruptedException {
            return new SlowAddresses(target.signUp("addresses"), SlowServer.start(), count(64, scale));
        }
    },
    CONVERSIONS("500 conversions of 18 megapixels") {
        @Override
        Attack prepare(Target target, double scale) throws IOException, InterruptedException {
            var tiff = new TiffFile(6_000, 3_000, false);
            return new Flood(
                    target.signUp("conversions"),
                    count(500, scale),
                    () -> tiff.encode(UUID.randomUUID().toString()),
                    "png");
        }
    },
    HOSTILE("20 × hostile files in a loop") {
        @Override
        Attack prepare(Target target, double scale) throws IOException, InterruptedException {
            return new HostileLoop(target.signUp("hostile"), count(20, scale));
        }
    },
    COPY("copy-all of 100,000 images") {
        @Override
        Attack prepare(Target target, double scale) throws IOException, InterruptedException, ExecutionException {
            return CopyAll.prepare(target, count(100_000, scale));
        }
    },
    BODIES("64 slow bodies") {
        @Override
        Attack prepare(Target target, double scale) throws IOException, InterruptedException {
            return new SlowBodies(target.signUp("bodies"), count(64, scale));
        }
    };

    private final String meaning;

    Scenario(String meaning) {
        this.meaning = meaning;
    }

    /// Makes what it needs; nothing of that is measured.
    ///
    /// @param scale of its size
    abstract Attack prepare(Target target, double scale) throws IOException, InterruptedException, ExecutionException;

    /// Begins.
    ///
    /// @param scale of its size; 1 for what its description says
    public Crew start(Target target, double scale) throws IOException, InterruptedException, ExecutionException {
        return Crew.start(prepare(target, scale));
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
