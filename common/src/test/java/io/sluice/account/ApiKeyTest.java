package io.sluice.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private final UserId user = UserId.random();
    private final ApiKey.Fresh fresh = ApiKey.generate(user, Instant.EPOCH, "laptop");

    @Test
    void returnsTheUserIdInAKey() {
        assertThat(fresh.plain()).hasSize(64).startsWith(user.keyPrefix());
        assertThat(ApiKey.owner(fresh.plain())).contains(user);
    }

    @Test
    void matchesOnlyItself() {
        assertThat(fresh.stored().matches(fresh.plain())).isTrue();
        assertThat(fresh.stored().matches(fresh.plain() + "x")).isFalse();
        assertThat(fresh.stored().matches("")).isFalse();
        assertThat(fresh.stored()
                        .matches(ApiKey.generate(user, Instant.EPOCH, "").plain()))
                .isFalse();
    }

    @Test
    void doesNotStoreThePlainKey() throws Exception {
        var secret = fresh.plain().substring(32);

        assertThat(Json.MAPPER.writeValueAsString(fresh.stored())).doesNotContain(secret);
        assertThat(fresh.toString()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde-"
            })
    void hasNoUserWhenItIsNotAKey(String text) {
        assertThat(ApiKey.owner(text)).isEmpty();
    }
}
