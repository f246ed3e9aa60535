package io.sluice.watch.exit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts that a process is closing, read from the stacks of its threads.
public final class ClosingStack {

    /// Name prefix of the threads that each close one part, beside the thread that closes everything.
    public static final String THREADS = "sluice-close-";

    private static final String OURS = "io.sluice.";
    private static final String CLOSE = "close";

    private ClosingStack() {}

    /// Returns what `closer` is closing and, if it waits for threads that close parts at the same time, what
    /// these are closing.
    static String describe(Thread closer) {
        var waiting = Thread.getAllStackTraces().entrySet().stream()
                .filter(stack -> stack.getKey().getName().startsWith(THREADS))
                .map(stack -> describe(stack.getValue()))
                .sorted();
        return Stream.concat(Stream.of(describe(closer.getStackTrace())), waiting)
                .collect(Collectors.joining("; "));
    }

    /// Returns the parts that are being closed, the outermost first, and the place where that waits. An
    /// example is `Processor > QueueWorkers, in java.lang.Thread.join`. If nothing is being closed, it is the
    /// place alone.
    static String describe(StackTraceElement... stack) {
        if (stack.length == 0) {
            return "nothing: the thread has ended";
        }
        var frames = new ArrayList<>(Arrays.asList(stack));
        Collections.reverse(frames);
        var parts = new ArrayList<String>();
        var closing = false;
        for (var frame : frames) {
            closing |= frame.getMethodName().equals(CLOSE);
            var name = simpleName(frame.getClassName());
            if (closing
                    && frame.getClassName().startsWith(OURS)
                    && !name.equals("ResourceStack")
                    && (parts.isEmpty() || !parts.getLast().equals(name))) {
                parts.add(name);
            }
        }
        var place = "in " + stack[0].getClassName() + '.' + stack[0].getMethodName();
        return parts.isEmpty() ? place : String.join(" > ", parts) + ", " + place;
    }

    private static String simpleName(String className) {
        var nested = className.substring(className.lastIndexOf('.') + 1);
        var lambda = nested.indexOf("$$");
        return lambda < 0 ? nested : nested.substring(0, lambda);
    }
}
