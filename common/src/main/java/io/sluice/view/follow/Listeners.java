package io.sluice.view.follow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The listeners to the changes of a view: each receives a change after the view shows it. Safe for use by
/// many threads.
///
/// They are called on the thread that reads the topics, so they must be quick.
public final class Listeners<T> {

    private final List<Consumer<? super T>> all = new CopyOnWriteArrayList<>();

    public void add(Consumer<? super T> listener) {
        all.add(listener);
    }

    /// Calls all listeners.
    public void changed(T what) {
        for (var listener : all) {
            listener.accept(what);
        }
    }
}
