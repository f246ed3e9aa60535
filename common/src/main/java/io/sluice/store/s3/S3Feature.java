package io.sluice.store.s3;

/// A feature that an S3 server may lack: the store works without it, at a cost.
enum S3Feature {
    RANGED_READS("ranged reads (Range)", "a request for a part of a file transfers all bytes before that part too"),
    COPIES(
            "server-side copies (x-amz-copy-source)",
            "copied bytes pass through the copier, at most " + S3ObjectStore.MAX_COPIES_THROUGH + " files at a time"),
    CONDITIONAL_WRITES(
            "conditional writes (If-None-Match)",
            "an object that another program stores under a key of Sluice is replaced unnoticed"),
    CHECKSUMS(
            "checksums of written bytes (x-amz-checksum-crc32c)",
            "bytes that are damaged between this process and the server's disk are stored unnoticed");

    private final String title;
    private final String cost;

    S3Feature(String title, String cost) {
        this.title = title;
        this.cost = cost;
    }

    /// The feature, and in parentheses the header of requests that need it.
    String title() {
        return title;
    }

    /// What is different without it.
    String cost() {
        return cost;
    }
}
