package io.sluice.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void keepsWellFormedHeaders() {
        assertThat(TraceContext.parse(PARENT, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"))
                .contains(new TraceContext(PARENT, "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void refusesWhatIsMalformed(String parent) {
        assertThat(TraceContext.parse(parent, "congo=t61rcWkgMzE")).isEmpty();
    }

    @Test
    void readsTheKnownPartOfALaterVersion() {
        assertThat(TraceContext.parse("cc-" + TRACE + "-b7ad6b7169203331-ff-what-comes-then", null))
                .contains(new TraceContext("00-" + TRACE + "-b7ad6b7169203331-03", ""));
    }

    @Test
    void createsAChildInTheSameTrace() {
        var context = TraceContext.parse(PARENT, "congo=1").orElseThrow();

        var child = context.child();

        assertThat(child.traceId()).isEqualTo(TRACE);
        assertThat(child.parent()).hasSameSizeAs(PARENT).endsWith("-01").isNotEqualTo(PARENT);
        assertThat(child.state()).isEqualTo("congo=1");
    }

    @Test
    void startsAWellFormedTrace() {
        var fresh = TraceContext.fresh();

        assertThat(TraceContext.parse(fresh.parent(), fresh.state())).contains(fresh);
        assertThat(TraceContext.fresh().traceId()).isNotEqualTo(fresh.traceId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"novalue", "UPPER=1", "a=1,a=2", "a=1=2", "a=\u00e4"})
    void dropsAMalformedState(String state) {
        assertThat(TraceContext.parse(PARENT, state)).contains(new TraceContext(PARENT, ""));
    }

    @Test
    void dropsAStateWithTooManyMembers() {
        var state =
                IntStream.range(0, 33).mapToObj(number -> "k" + number + "=v").collect(Collectors.joining(","));

        assertThat(TraceContext.parse(PARENT, state)).contains(new TraceContext(PARENT, ""));
    }

    @Test
    void truncatesALongStateByLongMembersFirstAndThenFromTheEnd() {
        var members = IntStream.range(0, 10).mapToObj(number -> "k" + number + "=" + "v".repeat(60));
        var state = "long=" + "v".repeat(200) + "," + members.collect(Collectors.joining(","));

        var kept = TraceContext.parse(PARENT, state).orElseThrow().state();

        assertThat(kept)
                .hasSizeLessThanOrEqualTo(512)
                .startsWith("k0=")
                .contains("k6=")
                .doesNotContain("k8=", "long");
    }

    @Test
    void skipsEmptyMembers() {
        assertThat(TraceContext.parse(PARENT, "a=1, ,b=2,")).contains(new TraceContext(PARENT, "a=1,b=2"));
    }
}
