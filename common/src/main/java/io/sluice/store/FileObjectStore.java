package io.sluice.store;

import io.sluice.image.BlobKey;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Objects as files below one folder, which several processes of one machine may share.
///
/// An object is written to a file of its own aside, forced to disk and only then linked to its place, so a place never
/// holds half an object, whatever crashes; then the folder is forced to disk too. A key that is taken is refused with
/// [IllegalStateException]: keys are unique, so that is a mistake of the caller. Millions of objects under one prefix
/// are spread over folders, see [ObjectPaths].
public final class FileObjectStore implements ObjectStore {

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

    /// Puts the finished file `from` where `key` belongs, and makes that durable; `from` itself remains.
    void place(Path from, BlobKey key) throws IOException {
        var target = paths.of(key);
        var folder = ObjectPaths.folderOf(target);
        try {
            link(from, target);
        } catch (NoSuchFileException e) {
            if (!Files.exists(from)) {
                throw e;
            }
            folders.create(folder);
            link(from, target);
        }
        folders.force(folder);
    }

    /// A link rather than a move: a move replaces what is there, a link fails.
    private void link(Path from, Path target) throws IOException {
        try {
            Files.createLink(target, from);
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // no hard links here, or too many to this file
            moveCopy(from, target);
        }
    }

    private void moveCopy(Path from, Path target) throws IOException {
        try (var copy = temporary.create()) {
            try (var source = FileChannel.open(from, StandardOpenOption.READ)) {
                var size = source.size();
                for (var at = 0L; at < size; ) {
                    at += source.transferTo(at, size - at, copy.channel());
                }
            }
            copy.force();
            copy.moveTo(target);
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
        try {
            return FileChannel.open(paths.of(key), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(key);
        } catch (IOException e) {
            throw unavailable("read", key, e);
        }
    }

    @Override
    public long size(BlobKey key) {
        try {
            return Files.size(paths.of(key));
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(key);
        } catch (IOException e) {
            throw unavailable("look at", key, e);
        }
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        var source = paths.of(from);
        try {
            place(source, to);
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(from);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalStateException("the object " + to + " exists already", e);
        } catch (IOException e) {
            throw unavailable("copy " + from + " to", to, e);
        }
    }

    @Override
    public void delete(BlobKey key) {
        try {
            Files.deleteIfExists(paths.of(key));
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
}
