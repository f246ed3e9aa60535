package io.sluice.view.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Access to Lucene indexes that can be rebuilt from a topic: a damaged index, or one with another layout, is
/// emptied.
final class IndexDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(IndexDirectory.class);
    private static final double WRITE_BUFFER_MB = 32;

    /// Segments up to this size stay in memory until the next commit, or until they are merged: a search
    /// after a change would wait for their files otherwise.
    private static final double SMALL_SEGMENT_MB = 2;

    private static final double SMALL_SEGMENTS_MB = 16;

    private IndexDirectory() {}

    /// Opens a writer on the index in `folder` after a complete check; the caller closes it and its
    /// directory.
    ///
    /// @throws IOException when the folder cannot be used, for instance because another process has locked it
    static IndexWriter open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            return openChecked(folder);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | FileNotFoundException
                | NoSuchFileException
                | IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("index damaged, rebuilding it from its topics");
            empty(folder);
            return openChecked(folder);
        }
    }

    private static IndexWriter openChecked(Path folder) throws IOException {
        var directory = new NRTCachingDirectory(FSDirectory.open(folder), SMALL_SEGMENT_MB, SMALL_SEGMENTS_MB);
        try {
            var config = new IndexWriterConfig()
                    .setRAMBufferSizeMB(WRITE_BUFFER_MB)
                    // a refresh, and with it a search, would wait for merges of segments up to 16 MB
                    .setMaxFullFlushMergeWaitMillis(0)
                    // only explicit commits: each contains its offsets
                    .setCommitOnClose(false);
            var writer = new IndexWriter(directory, config);
            try (var reader = DirectoryReader.open(writer)) {
                for (var leaf : reader.leaves()) {
                    leaf.reader().checkIntegrity();
                }
                return writer;
            } catch (IOException | RuntimeException e) {
                writer.rollback();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static void empty(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    /// Returns offsets as text for a commit's user data, by `topic-partition`.
    static Map<String, String> toText(Map<TopicPartition, Long> positions) {
        var text = new HashMap<String, String>();
        positions.forEach((partition, offset) -> text.put(partition.toString(), Long.toString(offset)));
        return text;
    }

    /// Returns the offset of `partition` in a commit's user data, or -1.
    static long offsetOf(TopicPartition partition, Map<String, String> data) {
        var text = data.get(partition.toString());
        return text == null ? -1 : Long.parseLong(text);
    }
}
