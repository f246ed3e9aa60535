package io.sluice.ingest.tls;

import io.sluice.service.StartException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS of the HTTP server, with the certificate of [TlsFiles]. Looks at the files regularly and presents
/// a new certificate to new connections; one that cannot be used is logged, and the former one stays.
public final class Tls implements AutoCloseable {

    /// Time between two looks at the files.
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private final TlsFiles files;
    private final SslContextFactory.Server contexts;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sluice-tls-reload").daemon().factory());

    /// What was read last, whether or not it could be used.
    private TlsFiles.Contents seen;

    /// Why the files could not be read at the last look; empty when they could.
    private String unreadable = "";

    private Tls(TlsFiles files, TlsFiles.Contents seen, SslContextFactory.Server contexts) {
        this.files = files;
        this.seen = seen;
        this.contexts = contexts;
    }

    /// Reads the files, and again every `interval`.
    ///
    /// @throws StartException when they cannot be used
    public static Tls open(TlsFiles files, Duration interval) {
        try {
            var contents = files.read();
            var contexts = new SslContextFactory.Server();
            contexts.setKeyStorePassword(TlsIdentity.STORE_PASSWORD);
            contexts.setKeyManagerPassword(TlsIdentity.STORE_PASSWORD);
            contexts.setKeyStore(TlsIdentity.parse(contents).keyStore());
            var tls = new Tls(files, contents, contexts);
            var _ = tls.clock.scheduleWithFixedDelay(
                    tls::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException(
                    "cannot use the certificate " + files.certificate() + " with the key " + files.key() + " (" + e
                            + "): check " + TlsFiles.CERTIFICATE.key() + " and " + TlsFiles.KEY.key(),
                    e);
        }
    }

    /// Returns what a connection begins with: TLS, and otherwise the protocol `plain`, for requests from this
    /// machine.
    public ConnectionFactory connections(HttpConfiguration http, String plain) {
        // the name in the certificate is checked by clients; a request by address is as good as one by name
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new DetectorConnectionFactory(new SslConnectionFactory(contexts, plain));
    }

    private void look() {
        TlsFiles.Contents contents;
        try {
            contents = files.read();
            unreadable = "";
        } catch (IOException e) {
            if (!e.toString().equals(unreadable)) {
                unreadable = e.toString();
                keep(e);
            }
            return;
        }
        if (contents.equals(seen)) {
            return;
        }
        seen = contents;
        try {
            var identity = TlsIdentity.parse(contents);
            var store = identity.keyStore();
            contexts.reload(reloaded -> reloaded.setKeyStore(store));
            LOG.atInfo()
                    .addKeyValue("certificate", files.certificate())
                    .addKeyValue(
                            "expires", identity.chain().getFirst().getNotAfter().toInstant())
                    .log("TLS certificate replaced");
        } catch (Exception e) { // the reload declares all of them; the next look must happen whatever it was
            keep(e);
        }
    }

    private void keep(Exception reason) {
        LOG.atWarn()
                .addKeyValue("certificate", files.certificate())
                .addKeyValue("key", files.key())
                .addKeyValue("reason", reason)
                .log("TLS certificate not replaced, the former one stays");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
