package io.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.dispatch.Demand;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadDemandTest {

    @Test
    void assignsStagedBytesToTheDirectLane() {
        assertThat(demand("""
                {"operation":"a","organization":"acme","source":{"type":"staged","key":"blobs/acme/1","size":5}}""")).isEqualTo(new Demand(new Flow("acme", LaneName.DIRECT, false), LaneName.DIRECT, null));
    }

    @Test
    void countsUploadsWithAConversionSeparately() {
        assertThat(demand("""
                {"organization":"acme","source":{"type":"inline","bytes":"AA=="},"options":{"optimize_source":"png"}}""")).isEqualTo(new Demand(new Flow("acme", LaneName.CONVERT, false), LaneName.DIRECT, null));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/a.jpg, example.com",
        "http://user:secret@Example.COM:8080?x=1, example.com",
        "http://[::1]:80/a, [::1]",
        "http://1.2.3.4#f, 1.2.3.4",
        "nonsense, nonsense"
    })
    void fetchesUrlsByHost(String url, String host) {
        assertThat(demand("{\"source\":{\"url\":\"%s\",\"type\":\"url\"},\"organization\":\"acme\"}".formatted(url)))
                .isEqualTo(new Demand(new Flow("acme", LaneName.FETCH, false), LaneName.FETCH, host));
    }

    @Test
    void assignsRetriesReplaysAndImportsToTheLowestClass() {
        assertThat(demand("{\"organization\":\"acme\",\"attempt\":2}").flow().bulk())
                .isTrue();
        assertThat(demand("{\"organization\":\"acme\",\"options\":{\"bulk\":true}}")
                        .flow()
                        .bulk())
                .isTrue();
        assertThat(demand("{\"organization\":\"acme\",\"attempt\":1}").flow().bulk())
                .isFalse();
        assertThat(demand("{\"organization\":\"acme\",\"replay_of\":\"op-1\"}")
                        .flow()
                        .bulk())
                .isTrue();
        var replayed = record("{\"organization\":\"acme\"}".getBytes(UTF_8));
        replayed.headers().add("sluice-replay-of", new byte[0]);
        assertThat(UploadDemand.of(replayed).flow().bulk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[1]",
                "{\"organization\":",
                "{\"organization\":7,\"source\":[[]],\"options\":1}",
                "null"
            })
    void letsWhatIsBrokenWaitTogether(String value) {
        assertThat(demand(value)).isEqualTo(new Demand(new Flow("", LaneName.DIRECT, false), LaneName.DIRECT, null));
        assertThat(UploadDemand.of(record(null)).flow().tenant()).isEmpty();
    }

    private static Demand demand(String value) {
        return UploadDemand.of(record(value.getBytes(UTF_8)));
    }

    private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("sluice.uploads", 0, 0, "key", value);
    }
}
