package io.sluice.lab.storm.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.call.Answers.Incidents;
import io.sluice.lab.storm.call.Attempt.Ending;
import io.sluice.lab.storm.cluster.Span;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private static final URI NODE = URI.create("http://127.0.0.1:1");
    private static final Duration BOUND = Duration.ofSeconds(13);
    private static final Ending OK = new Ending.Answered(200);
    private static final Ending BROKEN = new Ending.Broken("reset");
    private static final Ending GIVEN_UP = new Ending.GivenUp();

    @Test
    void countsAnswersByTheirStatus() {
        var answers =
                judge(Incidents.NONE, attempt(0, 1, OK), attempt(0, 2, OK), attempt(0, 3, new Ending.Answered(503)));

        assertThat(answers.statuses()).isEqualTo(Map.of(200, 2, 503, 1));
        assertThat(answers.answered()).isEqualTo(3);
        assertThat(answers.longest()).isEqualTo(Duration.ofSeconds(3));
        assertThat(answers.late()).isEmpty();
        assertThat(answers.unanswered()).isEmpty();
    }

    @Test
    void callsAnAnswerAfterTheBoundLate() {
        assertThat(judge(Incidents.NONE, attempt(0, 13, OK)).late()).isEmpty();
        assertThat(judge(Incidents.NONE, attempt(0, 14, OK)).late()).hasSize(1);
    }

    @Test
    void subtractsTheTimeInWhichTheProcessWasHalted() {
        var halted = halted(new Span(seconds(5), seconds(65)));

        assertThat(judge(halted, attempt(0, 73, OK)).late()).isEmpty();
        assertThat(judge(halted, attempt(0, 73, OK)).longest()).isEqualTo(Duration.ofSeconds(13));
        assertThat(judge(halted, attempt(0, 74, OK)).late()).hasSize(1);
        assertThat(judge(halted, attempt(60, 79, OK)).late()).hasSize(1);
    }

    @Test
    void reportsAMissingResponseWhenTheClientGaveUp() {
        assertThat(judge(Incidents.NONE, attempt(0, 200, GIVEN_UP)).unanswered())
                .singleElement()
                .asString()
                .contains("was not answered after 3 min 20 s");
        assertThat(judge(halted(new Span(seconds(0), seconds(100))), attempt(0, 200, GIVEN_UP))
                        .unanswered())
                .hasSize(1);
    }

    @Test
    void excusesAClientThatGaveUpWhileTheProcessWasHalted() {
        var answers = judge(halted(new Span(seconds(0), seconds(90))), attempt(10, 90, GIVEN_UP));

        assertThat(answers.unanswered()).isEmpty();
        assertThat(answers.excused()).isEqualTo(1);
    }

    @Test
    void reportsAMissingResponseAfterAnUnexplainedBrokenConnection() {
        assertThat(judge(Incidents.NONE, attempt(0, 1, BROKEN)).unanswered()).hasSize(1);
    }

    @Test
    void excusesABrokenConnectionOfAProcessThatHasEnded() {
        var ended = new Incidents(List.of(), List.of(seconds(20)));

        assertThat(judge(ended, attempt(10, 20, BROKEN)).unanswered()).isEmpty();
        assertThat(judge(ended, attempt(10, 20, BROKEN)).excused()).isEqualTo(1);
        assertThat(judge(ended, attempt(30, 31, BROKEN)).unanswered()).hasSize(1);
    }

    @Test
    void doesNotExcuseANodeForTheIncidentsOfAnother() {
        var other = Map.of(URI.create("http://127.0.0.1:2"), halted(new Span(seconds(0), seconds(90))));

        assertThat(Answers.of(List.of(attempt(0, 50, OK)), BOUND, other).late()).hasSize(1);
    }

    @Test
    void expectsNoResponseFromAClosedPort() {
        var answers = judge(Incidents.NONE, attempt(0, 1, new Ending.Refused()));

        assertThat(answers.refused()).isEqualTo(1);
        assertThat(answers.unanswered()).isEmpty();
    }

    @Test
    void distinguishesTheEndsOfRequests() {
        assertThat(ending(new ConnectException("refused"))).isInstanceOf(Ending.Refused.class);
        assertThat(ending(new HttpConnectTimeoutException("full"))).isInstanceOf(Ending.GivenUp.class);
        assertThat(ending(new HttpTimeoutException("late"))).isInstanceOf(Ending.GivenUp.class);
        assertThat(ending(new IOException("reset"))).isInstanceOf(Ending.Broken.class);
    }

    private static Ending ending(IOException failure) {
        var seen = new ArrayList<Attempt>();
        try {
            Attempt.of(
                    NODE,
                    () -> {
                        throw failure;
                    },
                    seen::add);
        } catch (IOException | InterruptedException e) {
            assertThat(e).isSameAs(failure);
        }
        return seen.getFirst().ending();
    }

    private static Answers judge(Incidents incidents, Attempt... attempts) {
        return Answers.of(List.of(attempts), BOUND, Map.of(NODE, incidents));
    }

    private static Incidents halted(Span... spans) {
        return new Incidents(List.of(spans), List.of());
    }

    private static Attempt attempt(int from, int to, Ending ending) {
        return new Attempt(NODE, new Span(seconds(from), seconds(to)), ending);
    }

    private static long seconds(int count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
