package io.sluice.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.account.DayUsage;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserAccount;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.CopyCommand;
import io.sluice.command.CopyTask;
import io.sluice.command.DeadLetter;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.ProposedSlice;
import io.sluice.command.Retry;
import io.sluice.command.UploadCommand;
import io.sluice.command.WebhookAttempt;
import io.sluice.command.WebhookDelivery;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Utils;

/// The topics of Sluice, each with its key, partitions and retention.
public final class Topics {

    /// Consumer group of the readers of uploads.
    public static final String UPLOAD_READERS = "sluice-uploads";

    /// Share group that read uploads in earlier releases.
    public static final String FORMER_UPLOAD_WORKERS = "sluice-processor";

    /// Share group of the copy workers.
    public static final String COPY_WORKERS = "sluice-copier";

    /// Consumer group of the blob purgers.
    public static final String BLOB_PURGERS = "sluice-blob-purger";

    /// How long operations can be queried.
    public static final Duration OPERATION_RETENTION = Duration.ofDays(7);

    /// Largest record, in bytes: 512 KiB inline are 683 KiB of base64.
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    /// The public work queue; key: command id, so that the parts of an operation spread over the partitions.
    /// Producers may use other keys.
    public static final Topic<UploadCommand> UPLOADS = log("sluice.uploads", UploadCommand.class, OPERATION_RETENTION);

    /// Bulk copies and deletions, also a public topic; key: operation id.
    public static final Topic<CopyCommand> COPIES = log("sluice.copies", CopyCommand.class, OPERATION_RETENTION);

    /// Small groups of images to copy, a work queue; key: operation id.
    public static final Topic<CopyTask> COPY_TASKS = log("sluice.copy-tasks", CopyTask.class, OPERATION_RETENTION);

    /// The progress of bulk jobs; key: job id.
    public static final Topic<Job> JOBS = table("sluice.jobs", Job.class);

    /// The proposed slices of jobs, internal to the copier; key: job id.
    public static final Topic<ProposedSlice> JOB_CUTS =
            log("sluice.job-cuts", ProposedSlice.class, OPERATION_RETENTION);

    /// The outcomes of the slices of jobs, internal to the copier; key: job id.
    public static final Topic<Outcome> JOB_RESULTS = log("sluice.job-results", Outcome.class, OPERATION_RETENTION);

    /// Commands for the catalog; key: organization.
    public static final Topic<CatalogCommand> CATALOG_COMMANDS =
            log("sluice.catalog-commands", CatalogCommand.class, OPERATION_RETENTION);

    /// The catalog; key: [io.sluice.image.ImageKey], but partitioned by organization, so that the revisions
    /// of one arrive in order.
    public static final Topic<SourceImage> SOURCE_IMAGES = table("sluice.source-images", SourceImage.class);

    /// Organizations and memberships; key: organization.
    public static final Topic<OrganizationAccount> ORGANIZATIONS =
            table("sluice.organizations", OrganizationAccount.class);

    /// The uploads of each organization by day; key: [DayUsage#key()].
    public static final Topic<DayUsage> USAGE = table("sluice.usage", DayUsage.class);

    /// Users and their hashed keys; key: user id.
    public static final Topic<UserAccount> USERS = table("sluice.users", UserAccount.class);

    /// Commands that wait for their next attempt; key: operation id.
    public static final Topic<Retry> RETRIES = log("sluice.retries", Retry.class, OPERATION_RETENTION);

    /// The outcomes of operations; key: operation id.
    public static final Topic<Outcome> OUTCOMES = log("sluice.outcomes", Outcome.class, OPERATION_RETENTION);

    /// Commands that could not be executed; key: that of the failed record.
    public static final Topic<DeadLetter> DEAD_LETTERS =
            log("sluice.dead-letters", DeadLetter.class, Duration.ofDays(30));

    /// Blobs to delete; key: the blob's key.
    public static final Topic<BlobPurge> BLOB_PURGES = log("sluice.blob-purges", BlobPurge.class, OPERATION_RETENTION);

    /// Webhook messages that are sent again after they had been given up, and tests; key: operation or job id.
    public static final Topic<WebhookDelivery> WEBHOOKS =
            log("sluice.webhooks", WebhookDelivery.class, OPERATION_RETENTION);

    /// The results of attempts to deliver webhook messages; key: organization.
    public static final Topic<WebhookAttempt> WEBHOOK_ATTEMPTS =
            log("sluice.webhook-attempts", WebhookAttempt.class, OPERATION_RETENTION);

    public static final List<Topic<?>> ALL = List.of(
            UPLOADS,
            COPIES,
            COPY_TASKS,
            JOBS,
            JOB_CUTS,
            JOB_RESULTS,
            CATALOG_COMMANDS,
            SOURCE_IMAGES,
            ORGANIZATIONS,
            USAGE,
            USERS,
            RETRIES,
            OUTCOMES,
            DEAD_LETTERS,
            BLOB_PURGES,
            WEBHOOKS,
            WEBHOOK_ATTEMPTS);

    private Topics() {}

    /// Returns the partition of all records of `organization`: the one that Kafka assigns to a record with
    /// its name as key.
    public static int partitionOf(Organization organization, int partitions) {
        var key = organization.name().getBytes(UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private static <V> Topic<V> log(String name, Class<V> type, Duration retention) {
        return topic(
                name,
                type,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis())));
    }

    private static <V> Topic<V> table(String name, Class<V> type) {
        return topic(name, type, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static <V> Topic<V> topic(String name, Class<V> type, Map<String, String> cleanup) {
        var config = new HashMap<>(cleanup);
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
        return new Topic<>(name, new JsonSerde<>(type), config);
    }
}
