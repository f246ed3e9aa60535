package io.sluice.view.lucene;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.view.follow.FollowingView;
import java.util.Optional;

/// A view in a Lucene index that one follower of topics updates.
public abstract class IndexedView<G> extends FollowingView {

    /// Returns the index, which the view opens and this class closes.
    protected abstract LiveIndex<G> index();

    /// Registers the metrics of the view; called once it follows its topics.
    ///
    /// @param name value of the tag `view`
    protected final void registerMetrics(MeterRegistry meters, String name) {
        ViewMetrics.register(meters, name, this, follower());
    }

    @Override
    public boolean caughtUp() {
        return super.caughtUp() && index().failure() == null;
    }

    @Override
    public Optional<Throwable> failure() {
        return super.failure().or(() -> Optional.ofNullable(index().failure()));
    }

    @Override
    public void close() {
        super.close();
        index().close();
    }
}
