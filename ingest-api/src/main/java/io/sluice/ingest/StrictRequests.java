package io.sluice.ingest;

import io.sluice.command.Rejection;
import io.sluice.ingest.place.TransferConfig;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.ingest.wire.RequestBody;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A filter that refuses requests which the libraries behind it would misread: with a content coding or an
/// unknown charset. It sets the limits of the body, and hides the header with which a POST could replace
/// its method and so bypass a proxy that allows certain methods.
final class StrictRequests implements Filter {

    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /// The parameter of a media type (RFC 9110 §8.3.1), quoted or not.
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]*))");

    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final Errors errors;

    private final TransferConfig transfers;

    StrictRequests(Errors errors, TransferConfig transfers) {
        this.errors = errors;
        this.transfers = transfers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // responses depend on the key, or contain one; a route may replace the header
        ((HttpServletResponse) response).setHeader("Cache-Control", "no-store");
        RequestBody.limit(request, transfers);
        var http = (HttpServletRequest) request;
        var problem = problem(http);
        if (problem.isPresent()) {
            Answer.problem((HttpServletResponse) response, errors.of(new ProblemException(problem.get())));
        } else {
            chain.doFilter(new WithoutOverride(http), response);
        }
    }

    private static Optional<Problem> problem(HttpServletRequest request) {
        var coding = request.getHeader("Content-Encoding");
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            return Optional.of(Problem.ofStatus(
                    UNSUPPORTED_MEDIA_TYPE, "A body is read as it is, without a Content-Encoding; this one has one"));
        }
        var charset = charset(request.getHeader("Content-Type"));
        return charset == null || isSupported(charset)
                ? Optional.empty()
                : Optional.of(Problem.of(new Rejection.MalformedRequest(
                        "The charset of the Content-Type is not known; JSON and forms are UTF-8")));
    }

    private static @Nullable String charset(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        var parameter = CHARSET.matcher(contentType);
        if (!parameter.find()) {
            return null;
        }
        return parameter.group(1) == null ? parameter.group(2) : parameter.group(1);
    }

    private static boolean isSupported(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException _) {
            return false;
        }
    }

    private static final class WithoutOverride extends HttpServletRequestWrapper {

        WithoutOverride(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(METHOD_OVERRIDE) ? null : super.getHeader(name);
        }
    }
}
