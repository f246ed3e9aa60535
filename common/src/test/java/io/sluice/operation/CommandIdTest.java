package io.sluice.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.Json;
import org.junit.jupiter.api.Test;

class CommandIdTest {

    private static final OperationId OPERATION = new OperationId("op-1");

    @Test
    void distinguishesThePartsOfAnOperation() {
        assertThat(CommandId.of(OPERATION, new Part(1, 3)).value()).isEqualTo("op-1#1");
        assertThat(CommandId.of(OPERATION, new Part(1, 3))).isNotEqualTo(CommandId.of(OPERATION, new Part(2, 3)));
    }

    @Test
    void differsBetweenAJobAndAnOperationOfTheSameName() {
        assertThat(CommandId.ofJob(OPERATION).value()).isEqualTo("op-1");
    }

    @Test
    void isAStringInJson() throws Exception {
        var id = CommandId.of(OPERATION, Part.ONLY);

        assertThat(Json.MAPPER.writeValueAsString(id)).isEqualTo("\"op-1#0\"");
        assertThat(Json.MAPPER.readValue("\"op-1#0\"", CommandId.class)).isEqualTo(id);
    }
}
