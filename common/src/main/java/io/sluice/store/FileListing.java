package io.sluice.store;

import io.sluice.image.BlobKey;
import io.sluice.store.ObjectStore.StoredObject;
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

/// Walks a folder of objects one directory entry at a time, so that millions need no memory. What vanishes while it
/// walks is left out.
final class FileListing extends Spliterators.AbstractSpliterator<StoredObject> implements AutoCloseable {

    private final String prefix;
    private final Deque<Folder> open = new ArrayDeque<>();

    /// A folder that is being read.
    ///
    /// @param keyPrefix what the keys of the objects in it begin with
    private record Folder(DirectoryStream<Path> stream, Iterator<Path> entries, String keyPrefix) {}

    /// @param keyPrefix what the keys of the objects in `folder` begin with
    /// @param prefix    what the keys to be listed begin with
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
                // removed since its folder was read
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
            // there are no objects below it
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
