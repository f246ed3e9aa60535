package io.sluice.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/// An S3 server with one bucket in this JVM, on a free port of the loopback address: s3proxy over a folder.
public final class S3TestServer implements AutoCloseable {

    public static final String ACCESS_KEY = "access";
    public static final String SECRET_KEY = "secret";

    private final BlobStore blobs;
    private final S3Proxy server;

    private S3TestServer(BlobStore blobs, S3Proxy server) {
        this.blobs = blobs;
        this.server = server;
    }

    /// Starts a server whose objects are files in `folder`.
    public static S3TestServer start(Path folder, String bucket) {
        return start(folder, bucket, AuthenticationType.AWS_V4);
    }

    /// Starts a server that accepts every signature, as a proxy in front of it needs.
    public static S3TestServer startUnsigned(Path folder, String bucket) {
        return start(folder, bucket, AuthenticationType.NONE);
    }

    private static S3TestServer start(Path folder, String bucket, AuthenticationType authentication) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder, e);
        }
        var blobs = new FilesystemNio2BlobStore(folder.toString());
        blobs.createContainer(bucket);
        var server = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(authentication, ACCESS_KEY, SECRET_KEY)
                // the client adds checksum headers that the proxy does not support
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) { // declared by s3proxy
            throw new IllegalStateException("the S3 server does not start", e);
        }
        return new S3TestServer(blobs, server);
    }

    public int port() {
        return server.getPort();
    }

    /// Returns the objects of the server, to change and see them without a request.
    public BlobStore blobs() {
        return blobs;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // declared by s3proxy
            throw new IllegalStateException("the S3 server does not stop", e);
        } finally {
            blobs.close();
        }
    }
}
