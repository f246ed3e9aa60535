package io.sluice.standalone.client;

/// Thrown when the status of a response is not one of the expected ones.
public final class UnexpectedAnswerException extends RuntimeException {

    private final transient Answer answer;

    UnexpectedAnswerException(Answer answer) {
        super("the server refused the request with status " + answer.status() + ", " + answer.reason() + ": "
                + answer.message());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
