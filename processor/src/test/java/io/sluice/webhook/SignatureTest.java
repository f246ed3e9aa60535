package io.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

    /// The example of the Standard Webhooks' own libraries.
    @Test
    void signsAccordingToTheSpecification() {
        var signature = Signature.of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}");

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void usesAnyOtherSecretUnchanged() {
        assertThat(Signature.of("0123456789abcdef", "operation_1", 1614265330, "{}"))
                .isNotEqualTo(Signature.of("0123456789abcdeg", "operation_1", 1614265330, "{}"))
                .startsWith("v1,");
    }
}
