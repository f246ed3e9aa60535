package io.sluice.standalone.terminal;

/// Work to do when the process is interrupted, for instance by Ctrl-C, while something is in progress.
public final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /// Registers the work until the result is closed. It runs beside the threads of the process, in bounded
    /// time.
    public static Interruption with(Runnable work) {
        var hook = Thread.ofPlatform().name("sluice-interruption").unstarted(work);
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // shutting down, so the work is being done
        }
    }
}
