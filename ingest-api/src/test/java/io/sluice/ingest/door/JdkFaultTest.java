package io.sluice.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdkFaultTest {

    @ParameterizedTest
    @CsvSource({
        "25, JDK-8369227",
        "25+36-LTS, JDK-8369227",
        "25.0.2, JDK-8369227",
        "25.0.3+9-LTS, JDK-8373120",
        "25.0.4,",
        "25.0.10,",
        "26, JDK-8369227",
        "26-ea+1, JDK-8369227",
        "26.0.1, JDK-8373120",
        "26.0.2,",
        "27,",
        "28.0.1,"
    })
    void namesTheBugThatRulesOutVirtualThreads(String version, String bug) {
        assertThat(JdkFault.of(Runtime.Version.parse(version))
                        .map(JdkFault::bug)
                        .orElse(null))
                .isEqualTo(bug);
    }
}
