package io.sluice.store.file;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.BoundedInputStream;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// An object store in a folder, which several processes on one machine can share.
///
/// An object is written to a temporary file, forced to disk and then linked to its final path; then the
/// folder is forced to disk too. So a crash never leaves a partial object under its key. An existing key is
/// refused with [IllegalStateException]: keys are unique, hence this is an error of the caller. Large numbers
/// of objects under one prefix are spread over folders, see [ObjectPaths].
public final class FileObjectStore implements ObjectStore {

    private final ObjectPaths paths;
    private final DurableFolders folders;
    private final TemporaryFiles temporary;

    private FileObjectStore(ObjectPaths paths, DurableFolders folders, TemporaryFiles temporary) {
        this.paths = paths;
        this.folders = folders;
        this.temporary = temporary;
    }

    /// Opens the store in `root`, creates that folder when it is missing, and removes temporary files of
    /// crashed writers.
    ///
    /// @throws StoreUnavailableException when `root` cannot be created or written
    public static FileObjectStore open(Path root) {
        try {
            var folders = new DurableFolders();
            var base = root.toAbsolutePath().normalize();
            folders.create(base);
            var objects = Files.createDirectories(base.resolve("objects")).toRealPath();
            var temporary = TemporaryFiles.open(base.resolve("uploads"));
            folders.force(base);
            return new FileObjectStore(new ObjectPaths(objects), folders, temporary);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot open the object store in " + root, e);
        }
    }

    @Override
    public BlobWriter write(BlobKey key) {
        try {
            return new FileBlobWriter(this, key, temporary.create());
        } catch (IOException e) {
            throw unavailable("write", key, e);
        }
    }

    /// Links the complete file `from` to the path of `key`, durably; `from` itself remains.
    ///
    /// @throws NoSuchFileException        when `from` does not exist
    /// @throws FileAlreadyExistsException when the key exists
    void place(Path from, BlobKey key) throws IOException {
        folders.force(link(from, key));
    }

    /// Links like [#place]; the link is durable only after the returned folder has been forced to disk.
    private Path link(Path from, BlobKey key) throws IOException {
        var target = paths.of(key);
        var folder = ObjectPaths.folderOf(target);
        if (!Files.isDirectory(folder)) {
            folders.create(folder);
        }
        try {
            // a move would replace an existing object, a link fails
            Files.createLink(target, from);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // the file system has no hard links, or this file has too many
            try (var copy = copyOf(from)) {
                copy.moveTo(target);
            }
        }
        return folder;
    }

    private TemporaryFiles.Temporary copyOf(Path from) throws IOException {
        try (var source = FileChannel.open(from, StandardOpenOption.READ)) {
            var copy = temporary.create();
            try {
                var size = source.size();
                for (var at = 0L; at < size; ) {
                    var count = source.transferTo(at, size - at, copy.channel());
                    if (count == 0) {
                        throw new EOFException(from + " became shorter while it was copied");
                    }
                    at += count;
                }
                copy.force();
                return copy;
            } catch (IOException e) {
                copy.close();
                throw e;
            }
        }
    }

    @Override
    public InputStream read(BlobKey key) {
        return Channels.newInputStream(openChannel(key));
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        var channel = openChannel(key);
        try {
            channel.position(offset);
        } catch (IOException e) {
            throw unavailable("read", key, e);
        }
        return new BoundedInputStream(Channels.newInputStream(channel), length);
    }

    private FileChannel openChannel(BlobKey key) {
        return onExisting("read", key, file -> FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long size(BlobKey key) {
        return onExisting("get the size of", key, Files::size);
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        var folder = linkCopy(from, to);
        try {
            folders.force(folder);
        } catch (IOException e) {
            throw unavailable("copy to " + to, from, e);
        }
    }

    /// Links an object that this store has written: that is cheap, and safe because such a file never
    /// changes. A file that was added by hand may be changed by its owner, so its bytes are copied.
    ///
    /// @return the folder to force to disk
    private Path linkCopy(BlobKey from, BlobKey to) {
        var ours = paths.of(from);
        return onExisting("copy to " + to, from, file -> {
            if (file.equals(ours)) {
                // a link shares the time of its file: to the sweep of old unreferenced objects the copy must be young
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return link(file, to);
            }
            try (var copy = copyOf(file)) {
                return link(copy.file(), to);
            }
        });
    }

    /// Returns keys in one folder: forcing a folder to disk takes as long as linking a hundred files.
    @Override
    public List<BlobKey> uniqueKeys(Organization organization, int count) {
        return paths.siblings(organization, count);
    }

    @Override
    public Copies copyAll(Map<BlobKey, BlobKey> originals) {
        var linked = new HashMap<Path, List<BlobKey>>();
        var missing = new HashSet<BlobKey>();
        StoreUnavailableException fault = null;
        for (var entry : originals.entrySet()) {
            try {
                linked.computeIfAbsent(linkCopy(entry.getValue(), entry.getKey()), _ -> new ArrayList<>())
                        .add(entry.getKey());
            } catch (BlobNotFoundException _) {
                missing.add(entry.getKey());
            } catch (StoreUnavailableException e) {
                fault = e;
            }
        }
        var done = new HashSet<BlobKey>();
        for (var entry : linked.entrySet()) {
            try {
                folders.force(entry.getKey());
                done.addAll(entry.getValue());
            } catch (IOException e) {
                fault = unavailable("copy to", entry.getValue().getFirst(), e);
            }
        }
        return new Copies(done, missing, fault);
    }

    private <T> T onExisting(String what, BlobKey key, Access<T> access) {
        try {
            try {
                return access.to(paths.of(key));
            } catch (NoSuchFileException e) {
                return access.to(paths.ofForeign(key));
            }
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(paths.root())) {
                // an unmounted disk must not look like deleted objects
                throw unavailable(what, key, e);
            }
            throw new BlobNotFoundException(key);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("cannot " + what + ": that object exists already", e);
        } catch (IOException e) {
            throw unavailable(what, key, e);
        }
    }

    @Override
    public void delete(BlobKey key) {
        try {
            if (!Files.deleteIfExists(paths.of(key)) && Files.isRegularFile(paths.ofForeign(key))) {
                Files.deleteIfExists(paths.ofForeign(key));
            }
        } catch (IOException e) {
            throw unavailable("delete", key, e);
        }
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
        var listing = paths.list(prefix);
        return StreamSupport.stream(listing, false).onClose(listing::close);
    }

    @Override
    public void probe() {
        if (!Files.isWritable(paths.root())) {
            throw new StoreUnavailableException(
                    "cannot write to the object store",
                    new NoSuchFileException(paths.root().toString()));
        }
    }

    @Override
    public void close() {
        temporary.close();
    }

    static StoreUnavailableException unavailable(String what, BlobKey key, IOException cause) {
        return new StoreUnavailableException("cannot " + what + " object " + key.value(), cause);
    }

    private interface Access<T> {
        T to(Path file) throws IOException;
    }
}
