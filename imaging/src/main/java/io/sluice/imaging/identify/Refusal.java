package io.sluice.imaging.identify;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;

/// Carries a [Rejection] from the depth of a parser to [Inspection], the only place that catches it.
///
/// Has no stack trace: bad files are ordinary input, and what they did wrong is in the rejection.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection reason;

    Refusal(Rejection reason) {
        super(reason.message(), null, false, false);
        this.reason = reason;
    }

    static Refusal corrupt(ImageFormat format, String detail) {
        return new Refusal(new Rejection.CorruptImage(format.extension(), detail));
    }

    /// What is wrong, without the sentence around it.
    String detail() {
        return reason instanceof Rejection.CorruptImage corrupt ? corrupt.detail() : reason.message();
    }

    Rejection reason() {
        return reason;
    }
}
