package io.sluice.store.file;

import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore.StoredObject;
import io.sluice.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An iteration over the objects in a folder, one directory entry at a time, so that memory does not grow
/// with the number of objects. Objects that are deleted meanwhile are skipped.
final class FileListing extends Spliterators.AbstractSpliterator<StoredObject> implements AutoCloseable {

    private final String prefix;
    private final Deque<Folder> open = new ArrayDeque<>();

    /// An open folder.
    ///
    /// @param keyPrefix prefix of the keys of all objects in this folder
    private record Folder(DirectoryStream<Path> stream, Iterator<Path> entries, String keyPrefix) {}

    /// @param keyPrefix prefix of the keys of all objects in `folder`
    /// @param prefix    prefix of the keys to list
    FileListing(Path folder, String keyPrefix, String prefix) {
        this(prefix);
        enter(folder, keyPrefix);
    }

    private FileListing(String prefix) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        this.prefix = prefix;
    }

    static FileListing empty() {
        return new FileListing("");
    }

    @Override
    public boolean tryAdvance(Consumer<? super StoredObject> action) {
        for (var folder = open.peek(); folder != null; folder = open.peek()) {
            try {
                if (!folder.entries.hasNext()) {
                    leave();
                    continue;
                }
                var object = visit(folder.entries.next(), folder.keyPrefix);
                if (object != null) {
                    action.accept(object);
                    return true;
                }
            } catch (DirectoryIteratorException e) {
                throw failed(e.getCause());
            } catch (NoSuchFileException e) {
                // deleted since its folder was read
            } catch (IOException e) {
                throw failed(e);
            }
        }
        return false;
    }

    private @Nullable StoredObject visit(Path entry, String keyPrefix) throws IOException {
        var name = Objects.requireNonNull(entry.getFileName(), "an entry has a name")
                .toString();
        var key = keyPrefix + name;
        if (ObjectPaths.isFanOut(name)) {
            enter(entry, keyPrefix);
            return null;
        }
        if (!BlobKey.isValid(key) || !(key.startsWith(prefix) || prefix.startsWith(key + '/'))) {
            return null;
        }
        var attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            enter(entry, key + '/');
            return null;
        }
        return new StoredObject(
                new BlobKey(key),
                attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }

    @SuppressWarnings("StreamResourceLeak") // leave() closes it
    private void enter(Path folder, String keyPrefix) {
        try {
            var stream = Files.newDirectoryStream(folder);
            open.push(new Folder(stream, stream.iterator(), keyPrefix));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // the prefix has no objects
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void leave() throws IOException {
        open.pop().stream.close();
    }

    private StoreUnavailableException failed(@Nullable Exception cause) {
        return new StoreUnavailableException("cannot list the objects " + prefix + "*", cause);
    }

    @Override
    public void close() {
        try {
            while (!open.isEmpty()) {
                leave();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
