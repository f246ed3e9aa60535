package io.sluice.store;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
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

/// Objects as files below one folder, which several processes of one machine may share.
///
/// An object is written to a file of its own aside, forced to disk and only then linked to its place, so a place
/// never holds half an object, whatever crashes; then the folder is forced to disk too. A key that is taken is
/// refused with [IllegalStateException]: keys are unique, so that is a mistake of the caller. Millions of objects
/// under one prefix are spread over folders, see [ObjectPaths].
final class FileObjectStore implements ObjectStore {

    private final ObjectPaths paths;
    private final DurableFolders folders;
    private final TemporaryFiles temporary;

    private FileObjectStore(ObjectPaths paths, DurableFolders folders, TemporaryFiles temporary) {
        this.paths = paths;
        this.folders = folders;
        this.temporary = temporary;
    }

    /// Opens the store in `root`, which is made when missing, and removes what crashed writers left behind.
    ///
    /// @throws StoreUnavailableException when `root` cannot be made or written
    static FileObjectStore open(Path root) {
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

    /// Puts the finished file `from` where `key` belongs, and makes that durable; `from` itself remains.
    ///
    /// @throws NoSuchFileException        when there is no `from`
    /// @throws FileAlreadyExistsException when the key is taken
    void place(Path from, BlobKey key) throws IOException {
        folders.force(link(from, key));
    }

    /// Does what [#place] does, but durably only once the folder is forced to disk, which it returns.
    private Path link(Path from, BlobKey key) throws IOException {
        var target = paths.of(key);
        var folder = ObjectPaths.folderOf(target);
        if (!Files.isDirectory(folder)) {
            folders.create(folder);
        }
        try {
            // a move would replace what is there, a link fails
            Files.createLink(target, from);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // no hard links here, or too many to this file
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
        return onExisting("look at", key, Files::size);
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

    /// Ours is linked, which costs next to nothing and is safe because it never changes; one that was put here by
    /// hand may be changed by its owner, so its bytes are copied.
    ///
    /// @return the folder to force to disk
    private Path linkCopy(BlobKey from, BlobKey to) {
        var ours = paths.of(from);
        return onExisting("copy to " + to, from, file -> {
            if (file.equals(ours)) {
                // a link has the time of its file: who looks for old objects that nobody needs must find a young one
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return link(file, to);
            }
            try (var copy = copyOf(file)) {
                return link(copy.file(), to);
            }
        });
    }

    /// All in one folder: forcing that to disk takes as long as linking a hundred files.
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
                // a disk that is not mounted must not look like objects that are gone for good
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
