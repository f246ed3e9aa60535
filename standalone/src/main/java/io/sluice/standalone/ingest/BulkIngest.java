package io.sluice.standalone.ingest;

import io.sluice.image.BinaryHash;
import io.sluice.image.Sha1;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.Result;
import io.sluice.standalone.upload.Uploader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A run of the bulk ingest: it hashes files in batches, queries which of them exist in the organization, and
/// uploads the others. Small files share requests: receiving one and its operation cost the server more than their
/// bytes.
///
/// One thread finds the items and waits while the maximum number of requests is in progress; so memory is
/// bounded by one batch. Uploads of a batch continue while the next batch is hashed.
final class BulkIngest implements Items.Visitor {

    /// Files per batch. The server allows 1,000; smaller batches keep hashing and uploading in step.
    private static final int BATCH = 200;

    /// Files of one request. More would save little, and the results of a form wait for its slowest file.
    private static final int FORM = 16;

    /// Maximum length of a file that shares a request, with its metadata. So a form has less than 1 MiB: the server
    /// keeps places for bodies of that length, and allows that much metadata.
    private static final long SMALL_BYTES = 60 * 1024;

    private final Existing existing;
    private final Uploader uploader;
    private final Checkpoint checkpoint;
    private final Counts counts;
    private final ExecutorService threads;
    private final Semaphore requests;
    private final int concurrency;
    private final List<Item.LocalFile> batch = new ArrayList<>(BATCH);
    private final List<Item.LocalFile> form = new ArrayList<>(FORM);
    private final AtomicReference<@Nullable Exception> breakage = new AtomicReference<>();

    /// Creates a run. The caller closes all arguments.
    ///
    /// @param threads     starts a thread for every task
    /// @param concurrency maximum concurrent requests
    BulkIngest(
            Existing existing,
            Uploader uploader,
            Checkpoint checkpoint,
            Counts counts,
            ExecutorService threads,
            int concurrency) {
        this.existing = existing;
        this.uploader = uploader;
        this.checkpoint = checkpoint;
        this.counts = counts;
        this.threads = threads;
        this.requests = new Semaphore(concurrency);
        this.concurrency = concurrency;
    }

    @Override
    public void item(Item item) throws IOException, InterruptedException {
        if (checkpoint.contains(item)) {
            counts.add(item.location(), item.bytes(), new Result.Unchanged());
            return;
        }
        // after the checkpoint: a second run needs only the attributes of its files, which it has from the directory
        if (item instanceof Item.LocalFile file && !Files.isReadable(file.path())) {
            failed(item.location(), "unreadable", "permission denied");
            return;
        }
        switch (item) {
            case Item.LocalFile file
            when !file.details().changesExisting() -> {
                batch.add(file);
                if (batch.size() == BATCH) {
                    uploadBatch();
                }
            }
            case Item.LocalFile _, Item.Url _ -> upload(item);
        }
    }

    @Override
    public void failed(String location, String reason, String message) throws IOException {
        record(location, new Result.Failed(reason, message));
    }

    @Override
    public void skipped(String location, String reason, String message) throws IOException {
        record(location, new Result.Skipped(reason, message));
    }

    /// Uploads the rest and waits for all uploads. Fails if the checkpoint could not be written.
    void complete() throws IOException, InterruptedException {
        uploadBatch();
        requests.acquire(concurrency);
        requests.release(concurrency);
        failIfBroken();
    }

    private void uploadBatch() throws IOException, InterruptedException {
        var hashes = hashes();
        var present = existing.among(Set.copyOf(hashes.values()));
        for (var file : batch) {
            var hash = hashes.get(file);
            if (hash != null && present.containsKey(hash)) {
                finish(file, new Result.Present(present.getOrDefault(hash, ""), hash.value()));
            } else if (hash != null) {
                upload(file);
            }
        }
        batch.clear();
        uploadForm();
    }

    /// Returns the hashes of all readable files of the batch; the others are reported.
    private Map<Item.LocalFile, BinaryHash> hashes() throws IOException, InterruptedException {
        // as many concurrently as uploads, because a network drive has the same latency for both
        var tasks = new HashMap<Item.LocalFile, Future<BinaryHash>>();
        var permits = new Semaphore(concurrency);
        for (var file : batch) {
            permits.acquire();
            tasks.put(file, threads.submit(() -> {
                try {
                    return hash(file.path());
                } finally {
                    permits.release();
                }
            }));
        }
        var hashes = new HashMap<Item.LocalFile, BinaryHash>();
        for (var task : tasks.entrySet()) {
            try {
                hashes.put(task.getKey(), task.getValue().get());
            } catch (ExecutionException e) {
                finish(task.getKey(), new Result.Failed("unreadable", Sentence.of(e)));
            }
        }
        return hashes;
    }

    private void upload(Item item) throws InterruptedException {
        if (item instanceof Item.LocalFile file && isSmall(file)) {
            form.add(file);
            if (form.size() == FORM) {
                uploadForm();
            }
        } else {
            start(() -> finish(item, uploader.upload(item)));
        }
    }

    /// Returns whether a file may share a request. An empty one may not: it would be refused together with the others.
    private static boolean isSmall(Item.LocalFile file) {
        return file.bytes() > 0 && file.bytes() + file.details().metadataLength() <= SMALL_BYTES;
    }

    private void uploadForm() throws InterruptedException {
        var files = List.copyOf(form);
        form.clear();
        switch (files.size()) {
            case 0 -> {
                // nothing is left
            }
            case 1 -> start(() -> finish(files.getFirst(), uploader.upload(files.getFirst())));
            default -> start(() -> uploadTogether(files));
        }
    }

    /// Uploads files with one request, and those that it leaves without a result one after the other, so that there is
    /// one request at a time.
    private void uploadTogether(List<Item.LocalFile> files) throws IOException, InterruptedException {
        var rest = new ArrayList<Item.LocalFile>();
        var results = uploader.uploadTogether(files);
        for (var index = 0; index < files.size(); index++) {
            var result = results.get(index);
            if (result.isPresent()) {
                finish(files.get(index), result.get());
            } else {
                rest.add(files.get(index));
            }
        }
        for (var file : rest) {
            finish(file, uploader.upload(file));
        }
    }

    /// Starts an upload when there are fewer requests than the maximum.
    private void start(Upload upload) throws InterruptedException {
        failIfBroken();
        counts.ahead().begin();
        requests.acquire();
        threads.execute(() -> {
            try {
                upload.run();
            } catch (Exception e) { // boundary of this thread: the thread that finds the items stops the run
                breakage.compareAndSet(null, e);
            } finally {
                requests.release();
            }
        });
    }

    private void finish(Item item, Result result) throws IOException {
        checkpoint.add(item, result);
        counts.add(item.location(), item.bytes(), result);
    }

    private void record(String location, Result result) throws IOException {
        checkpoint.add(location, result);
        counts.add(location, 0, result);
    }

    private static BinaryHash hash(Path file) throws IOException {
        var digest = Sha1.digest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, out);
        }
        return BinaryHash.of(digest);
    }

    /// Ends the run when the checkpoint cannot be written, for instance because the disk is full, or the server
    /// is away for too long.
    private void failIfBroken() {
        var failure = breakage.get();
        if (failure != null) {
            throw new CommandFailure("the run was aborted: " + Sentence.of(failure), failure);
        }
    }

    private interface Upload {
        void run() throws IOException, InterruptedException;
    }
}
