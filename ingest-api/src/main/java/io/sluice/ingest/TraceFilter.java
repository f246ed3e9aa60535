package io.sluice.ingest;

import static java.util.stream.Collectors.joining;

import io.sluice.trace.Scope;
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

/// A filter that runs every request in the trace of its client, or in a new one, and returns the trace in the
/// response.
final class TraceFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var trace = trace((HttpServletRequest) request);
        ((HttpServletResponse) response).setHeader(TraceContext.RESPONSE, trace.parent());
        try {
            Scope.run(trace, () -> chain.doFilter(request, response));
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // the declared type, because two exception types cannot be declared
            throw new ServletException(e);
        }
    }

    private static TraceContext trace(HttpServletRequest request) {
        var parents = all(request, TraceContext.PARENT);
        var states = all(request, TraceContext.STATE).stream().collect(joining(","));
        return TraceContext.parse(parents.size() == 1 ? parents.getFirst() : null, states)
                .map(TraceContext::child)
                .orElseGet(TraceContext::fresh);
    }

    private static List<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
