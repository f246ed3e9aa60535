package io.sluice.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int RECORDS = 100;
    private static final int BYTES = 10_000;

    private final Window window = new Window(RECORDS, BYTES);

    @Test
    void hasRoomForANewFlow() {
        assertThat(fill("flood", 10)).isEqualTo(RECORDS / 2);
        assertThat(fill("second", 10)).isEqualTo(RECORDS / 3);
    }

    @Test
    void hasRoomForAFlowWithFewRecordsWhileOthersHaveMany() {
        for (var number = 0; number < 30; number++) {
            assertThat(fill("flood-" + number, 10)).isGreaterThanOrEqualTo(number < 14 ? Window.LEAST : 0);
        }
        assertThat(window.records()).isLessThanOrEqualTo(2 * RECORDS);
    }

    @Test
    void limitsBytesToo() {
        assertThat(fill("large", 1_000)).isEqualTo(Window.LEAST);
        assertThat(fill("more", 1_000)).isEqualTo(Window.LEAST);
        assertThat(fill("most", 1_000)).isEqualTo(2 * BYTES / 1_000 - 2 * Window.LEAST);
    }

    @Test
    void requestsMoreRecordsOfAFlowThatHoldsLessThanHalfOfItsPart() {
        fill("flood", 10);
        assertThat(window.wants(flow("flood"))).isFalse();

        for (var number = 0; number < RECORDS / 4 + 1; number++) {
            window.remove(flow("flood"), 10);
        }

        assertThat(window.wants(flow("flood"))).isTrue();
    }

    private int fill(String tenant, int size) {
        var added = 0;
        while (window.admits(flow(tenant), size)) {
            window.add(flow(tenant), size);
            added++;
        }
        return added;
    }

    private static Flow flow(String tenant) {
        return new Flow(tenant, LaneName.DIRECT, false);
    }
}
