package io.sluice.imaging.read;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;

/// Carries a [Rejection] from the depth of a parser to [io.sluice.imaging.identify.Inspection], the only place that
/// catches it.
///
/// Has no stack trace: bad files are ordinary input, and what they did wrong is in the rejection.
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Rejection reason;

    public Refusal(Rejection reason) {
        super(reason.message(), null, false, false);
        this.reason = reason;
    }

    static Refusal corrupt(ImageFormat format, String detail) {
        return new Refusal(new Rejection.CorruptImage(format.extension(), detail));
    }

    /// What is wrong, without the sentence around it.
    public String detail() {
        return reason instanceof Rejection.CorruptImage corrupt ? corrupt.detail() : reason.message();
    }

    public Rejection reason() {
        return reason;
    }
}
