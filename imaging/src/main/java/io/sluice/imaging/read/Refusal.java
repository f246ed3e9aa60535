package io.sluice.imaging.read;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;

/// An exception with a [Rejection], thrown by parsers and caught only by
/// [io.sluice.imaging.identify.Inspection].
///
/// It has no stack trace: invalid files are ordinary input, and the rejection describes the fault.
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

    /// Returns the description of the fault, without the sentence around it.
    public String detail() {
        return reason instanceof Rejection.CorruptImage corrupt ? corrupt.detail() : reason.message();
    }

    public Rejection reason() {
        return reason;
    }
}
