package io.sluice.ingest.wire;

import io.sluice.command.Rejection;

/// An exception that ends a request with a [Problem] as its response.
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.reason() + ": " + problem.message());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.reason() + ": " + problem.message(), cause);
        this.problem = problem;
    }

    public ProblemException(Rejection rejection) {
        this(Problem.of(rejection));
    }

    public Problem problem() {
        return problem;
    }
}
