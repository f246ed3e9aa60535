package io.sluice.lab.bench.scale;

import io.sluice.lab.bench.fill.CatalogFill;
import io.sluice.lab.bench.load.Measurement;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/// A request for a page of images, of another organization or with other values each time.
enum Reading {
    FIRST("first page") {
        @Override
        String query(Target target, Population population, int round) {
            return "?limit=100";
        }
    },
    MIDDLE("page in the middle, by cursor") {
        /// A cursor belongs to the sort order and not to the condition, so the image in the middle, found by a
        /// condition, leads to the page after it.
        @Override
        String query(Target target, Population population, int round) throws IOException, InterruptedException {
            var middle = CatalogFill.taken(population.first(round) + population.images() / 2);
            var page = target.list(
                    population.organization(round), "?limit=1&user:date:taken=" + encode(middle.toString()));
            return "?limit=100&cursor=" + page.path("cursor").asText();
        }
    },
    FORMAT("search for a format, by size") {
        @Override
        String query(Target target, Population population, int round) {
            return "?limit=100&format=tif&size=" + encode("[1000000,}") + "&sort=" + encode("size desc");
        }
    },
    RANGE("search for a range of a number, by it") {
        @Override
        String query(Target target, Population population, int round) {
            var price = new Random(round).nextInt(90_000);
            return "?limit=100&user:int:price=" + encode("[" + price + ',' + (price + 10_000) + '}')
                    + "&sort=user:int:price";
        }
    };

    /// Requests that are not measured, so that the server's code for them is compiled.
    private static final int WARM_UP = 50;

    private final String description;

    Reading(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /// Returns the query string of a request to the organization of this number.
    abstract String query(Target target, Population population, int round) throws IOException, InterruptedException;

    Cost measure(Target target, Population population, int rounds) throws IOException, InterruptedException {
        var queries = new String[rounds];
        for (var round = 0; round < rounds; round++) {
            queries[round] = query(target, population, round);
        }
        for (var round = 0; round < WARM_UP; round++) {
            target.list(population.organization(round % rounds), queries[round % rounds]);
        }
        var before = target.cpu();
        var began = System.nanoTime();
        var times = new long[rounds];
        for (var round = 0; round < rounds; round++) {
            var start = System.nanoTime();
            target.list(population.organization(round), queries[round]);
            times[round] = System.nanoTime() - start;
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Cost(new Measurement(times, took), target.cpu().minus(before).dividedBy(rounds));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
