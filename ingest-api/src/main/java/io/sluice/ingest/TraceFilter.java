package io.sluice.ingest;

import static java.util.stream.Collectors.joining;

import io.sluice.trace.Scope;
import io.sluice.trace.Spans;
import io.sluice.trace.TraceContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A filter that runs every request in the trace of its client, or in a new one, and returns the trace in the
/// response.
final class TraceFilter implements Filter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final int FIRST_SERVER_ERROR = 500;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletRequest) request;
        try {
            Spans.run(method(http), Spans.Kind.SERVER, parent(http), () -> {
                var trace = Scope.trace().orElseThrow();
                ((HttpServletResponse) response).setHeader(TraceContext.RESPONSE, trace.parent());
                chain.doFilter(request, response);
                describe(http, (HttpServletResponse) response);
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // the declared type, because two exception types cannot be declared
            throw new ServletException(e);
        }
    }

    private static void describe(HttpServletRequest request, HttpServletResponse response) {
        var status = response.getStatus();
        Spans.attribute("http.request.method", method(request));
        Spans.attribute("http.response.status_code", status);
        if (status >= FIRST_SERVER_ERROR) {
            Spans.failed(Integer.toString(status));
        }
    }

    /// Returns the method of a request, if it is a usual one: clients can invent others.
    private static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    }

    private static @Nullable TraceContext parent(HttpServletRequest request) {
        var parents = all(request, TraceContext.PARENT);
        var states = all(request, TraceContext.STATE).stream().collect(joining(","));
        return TraceContext.parse(parents.size() == 1 ? parents.getFirst() : null, states)
                .orElse(null);
    }

    private static List<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
