package io.sluice.standalone.client;

/// The server answered, but not what was hoped for.
public final class UnexpectedAnswerException extends RuntimeException {

    private final transient Answer answer;

    UnexpectedAnswerException(Answer answer) {
        super("status " + answer.status() + ", " + answer.reason() + ": " + answer.message());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
