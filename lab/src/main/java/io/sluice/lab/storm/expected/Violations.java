package io.sluice.lab.storm.expected;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The violations found so far. Safe for use by many threads.
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    public void lost(String text) {
        add(new Violation(Violation.Kind.LOST, text));
    }

    public void doubled(String text) {
        add(new Violation(Violation.Kind.DOUBLED, text));
    }

    public void stuck(String text) {
        add(new Violation(Violation.Kind.STUCK, text));
    }

    public void wrong(String text) {
        add(new Violation(Violation.Kind.WRONG, text));
    }

    private synchronized void add(Violation violation) {
        found.add(violation);
    }

    public synchronized void addAll(Collection<Violation> others) {
        found.addAll(others);
    }

    public synchronized List<Violation> all() {
        return List.copyOf(found);
    }

    /// Returns all violations, for people.
    public List<String> texts() {
        return all().stream().map(Violation::toString).toList();
    }
}
