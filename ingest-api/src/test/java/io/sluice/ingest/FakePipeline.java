package io.sluice.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.sluice.account.ApiKey;
import io.sluice.account.DayUsage;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.Role;
import io.sluice.account.Usage;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.CatalogCommand;
import io.sluice.command.CopyCommand;
import io.sluice.command.DeletionCommand;
import io.sluice.command.Door;
import io.sluice.command.Envelope;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.command.WebhookAttempt;
import io.sluice.command.WebhookDelivery;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.Sha1;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import io.sluice.ingest.event.Changes;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.queue.Throughput;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.replay.UploadArchive;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.search.Condition;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.Position;
import io.sluice.search.SearchBusyException;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.builder.ImageBuilder;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationView;
import io.sluice.view.UploadRequest;
import io.sluice.view.WaitingUploads;
import io.sluice.view.WebhookView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything behind the API in one place and at once: takes commands, decides them as worker and catalog
/// would, and shows the results as the views do. Files whose bytes begin with "not an image" are rejected.
final class FakePipeline implements Publisher {

    final PendingOutcomes pending = new PendingOutcomes();
    final Throughput throughput = new Throughput(Clock.systemUTC());
    final ConvertedPixels converted = new ConvertedPixels(Clock.systemUTC());
    final CatalogView images = new Images();
    final AccountView accounts = new Accounts();
    final OperationView operations = new Operations();
    final JobView jobs = new Jobs();
    List<DayUsage> usage = List.of();
    final WebhookView webhooks = new Webhooks();
    final UploadArchive archive = new Archive();
    Changes changes = new Changes();

    private final MemoryStore store;
    private final List<UploadCommand> uploads = new ArrayList<>();
    private final List<TraceContext> traces = new ArrayList<>();
    private final List<CatalogCommand> commands = new ArrayList<>();
    private final List<WebhookDelivery> deliveries = new ArrayList<>();
    private final Map<OperationId, Job> running = new HashMap<>();
    private final Map<ImageHash, SourceImage> catalog = new LinkedHashMap<>();
    private final Map<Organization, OrganizationAccount> organizations = new HashMap<>();
    private final Map<UserId, UserAccount> users = new HashMap<>();
    private final Map<OperationId, Map<Integer, OperationStatus.PartStatus>> parts = new HashMap<>();
    private Function<UploadCommand, CompletableFuture<Void>> broker = _ -> CompletableFuture.completedFuture(null);
    private boolean workersPaused;
    private boolean viewPaused;
    private boolean fingerprintsUnseen;
    private boolean searchBusy;
    private long revision;

    FakePipeline(MemoryStore store) {
        this.store = store;
    }

    /// From now on uploads wait until [#resume], and deletions for ever.
    synchronized void pauseWorkers() {
        workersPaused = true;
    }

    synchronized void resume() {
        workersPaused = false;
        uploads.forEach(this::work);
    }

    /// From now on no revision is ever reached.
    synchronized void pauseView() {
        viewPaused = true;
    }

    /// From now on the view of operations shows outcomes, but not what was in the commands.
    synchronized void hideFingerprints() {
        fingerprintsUnseen = true;
    }

    /// From now on searches with facets take too long.
    synchronized void refuseFacets() {
        searchBusy = true;
    }

    private synchronized boolean refusesFacets() {
        return searchBusy;
    }

    /// What the broker answers to uploads.
    synchronized void broker(Function<UploadCommand, CompletableFuture<Void>> answers) {
        broker = answers;
    }

    synchronized List<UploadCommand> uploads() {
        return List.copyOf(uploads);
    }

    /// The traces that commands were published in.
    synchronized List<TraceContext> traces() {
        return List.copyOf(traces);
    }

    synchronized List<CatalogCommand> commands() {
        return List.copyOf(commands);
    }

    synchronized List<SourceImage> catalog() {
        return List.copyOf(catalog.values());
    }

    synchronized void put(SourceImage image) {
        catalog.put(image.hash(), image);
    }

    synchronized void put(OrganizationAccount account) {
        organizations.put(account.name(), account);
    }

    /// Removes the keys of the user with this key.
    synchronized void removeKeys(String key) {
        var user = requireNonNull(users.get(ApiKey.owner(key).orElseThrow()));
        put(new UserAccount(user.id(), user.home(), user.email(), List.of(), user.change()));
    }

    synchronized void put(UserAccount account) {
        users.put(account.id(), account);
    }

    /// Deletes all keys of the user who has this one.
    synchronized void deleteKey(String key) {
        users.computeIfPresent(
                ApiKey.owner(key).orElseThrow(),
                (id, user) -> new UserAccount(id, user.home(), user.email(), List.of(), user.change()));
    }

    @Override
    public synchronized <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        traces.add(Scope.trace().orElseThrow());
        switch (value) {
            case UploadCommand upload -> {
                var answer = broker.apply(upload);
                if (answer.isCompletedExceptionally()) {
                    return answer;
                }
                uploads.add(upload);
                show(upload, null);
                changes.log().operationChanged(upload.organization(), upload.operation());
                if (!workersPaused) {
                    work(upload);
                }
                return answer;
            }
            case AccountCommand.SignUp signUp -> {
                commands.add(signUp);
                decide(signUp);
            }
            case AccountCommand.CreateOrganization create -> {
                commands.add(create);
                decide(create);
            }
            case WebhookDelivery delivery -> deliveries.add(delivery);
            case AccountCommand.SetLimits limits -> {
                commands.add(limits);
                decide(limits);
            }
            case AccountCommand.CreateUser create -> {
                commands.add(create);
                decide(create);
            }
            case AccountCommand.AddApiKey undecided -> commands.add(undecided);
            case AccountCommand.AddMember undecided -> commands.add(undecided);
            case Job job -> {
                running.put(job.id(), job);
                changes.jobChanged(job);
            }
            case CopyCommand.CopyAll all -> run(all.operation(), Job.Kind.COPY_ALL, all.source(), all.destination());
            case CopyCommand.DeleteAll all -> run(all.operation(), Job.Kind.DELETE_ALL, all.organization(), null);
            case CopyCommand.Cancel cancel -> running.remove(cancel.operation());
            case DeletionCommand.Delete delete -> {
                commands.add(delete);
                if (!workersPaused) {
                    decide(delete);
                }
            }
            default -> throw new IllegalArgumentException("unexpected on " + topic.name() + ": " + value);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void run(OperationId id, Job.Kind kind, Organization source, @Nullable Organization destination) {
        var job = new Job(
                id,
                new Job.Task(kind, source, destination, false),
                Job.State.RUNNING,
                new Job.Counts(0, 0, 0, 0, 0, 0),
                Instant.now(),
                Job.Run.NOT_STARTED);
        running.put(id, job);
    }

    private void work(UploadCommand command) {
        var shown = requireNonNull(requireNonNull(parts.get(command.operation()))
                .get(command.part().index()));
        if (shown.outcome() != null) {
            return;
        }
        var now = Instant.now();
        var trail = new Trail(requireNonNull(command.accepted()), 1, Map.of("identify", 3L));
        var rejection = rejection(command);
        Outcome outcome = rejection != null
                ? new Outcome.Rejected(
                        new Envelope(command.operation(), command.part(), command.organization(), trail),
                        now,
                        rejection)
                : new Outcome.Registered(
                        new Envelope(command.operation(), command.part(), command.organization(), trail),
                        now,
                        register(command, now),
                        true);
        show(command, outcome);
        changes.log().operationChanged(command.organization(), command.operation());
        if (outcome instanceof Outcome.Registered registered) {
            changes.log().imageChanged(ImageKey.of(registered.image()).text());
        }
        converted.accept(outcome);
        throughput.accept(outcome);
        pending.accept(outcome);
    }

    /// Identifies a file as the workers do: each is a small PNG, or refused.
    Identification identify(ImageBytes bytes) throws IOException {
        var start = ByteBuffer.allocate((int) Math.min(12, bytes.size()));
        bytes.read(0, start);
        return new String(start.array(), ISO_8859_1).equals("not an image")
                ? new Identification.Refused(new Rejection.UnsupportedFormat("text"))
                : new Identification.Identified(ImageFormat.PNG, 3, 2, Identification.Pixels.RGB);
    }

    private @Nullable Rejection rejection(UploadCommand command) {
        return switch (command.source()) {
            case Source.Staged(var key, var _, var _) -> {
                try (var bytes = store.read(key)) {
                    var start = new String(bytes.readNBytes(12), ISO_8859_1);
                    if (!start.equals("not an image")) {
                        yield null;
                    }
                    store.delete(key);
                    yield new Rejection.UnsupportedFormat("text");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            case Source.Url(var url) when url.contains("10.0.0.1") -> new Rejection.UrlRefused(url, "private address");
            default -> null;
        };
    }

    private SourceImage register(UploadCommand command, Instant now) {
        var binaryHash = switch (command.source()) {
            case Source.Staged(var _, var hash, var _) -> hash;
            case Source.Url(var url) -> sha1(url);
            default -> throw new IllegalArgumentException(command.source().toString());
        };
        var blob = command.source() instanceof Source.Staged staged
                ? staged.key()
                : io.sluice.image.BlobKey.unique(command.organization());
        var size = command.source() instanceof Source.Staged staged ? staged.size() : 1;
        var hash = ImageHash.of(
                binaryHash, command.dynamicMetadata(), command.options().isProtected());
        var optimization = command.options().optimizeSource() == OptimizeSource.NONE
                ? null
                : Optimization.converted(ImageFormat.TIFF, "d".repeat(64), List.of("CMYK was converted"));
        var image = ImageBuilder.image(command.organization(), binaryHash)
                .created(now)
                .name(command.name() == null ? "from-url" : command.name())
                .isProtected(command.options().isProtected())
                .userMetadata(command.userMetadata())
                .dynamicMetadata(command.dynamicMetadata())
                .content(new StoredContent(blob, ImageFormat.PNG, size, 3, 2, true, false, optimization))
                .stamp(++revision, command.id())
                .build();
        catalog.put(hash, image);
        return image;
    }

    private void show(UploadCommand command, @Nullable Outcome outcome) {
        parts.computeIfAbsent(command.operation(), _ -> new HashMap<>())
                .put(
                        command.part().index(),
                        new OperationStatus.PartStatus(
                                command.part(),
                                outcome == null ? 0 : 1,
                                null,
                                null,
                                outcome,
                                request(command),
                                new RecordPosition(Topics.UPLOADS.name(), 0, uploads.indexOf(command))));
    }

    private static UploadRequest request(UploadCommand command) {
        var source = switch (command.source()) {
            case Source.Staged(var key, var _, var size) ->
                new UploadRequest.SourceReference("staged", key.value(), null, size);
            case Source.StoredObject(var key) -> new UploadRequest.SourceReference("object", key.value(), null, null);
            case Source.Url(var url) -> new UploadRequest.SourceReference("url", null, url, null);
            case Source.Inline _ -> new UploadRequest.SourceReference("inline", null, null, null);
        };
        var door =
                command.origin().door() == null ? Door.KAFKA : command.origin().door();
        return new UploadRequest(
                door,
                command.name(),
                source,
                command.origin().replayOf(),
                command.origin().receivedMillis());
    }

    private void decide(DeletionCommand.Delete command) {
        var deleted = command.hashes().stream().filter(catalog::containsKey).toList();
        deleted.forEach(hash -> catalog.compute(
                hash,
                (_, image) ->
                        image == null ? null : image.withDeleted(Instant.now()).stamped(++revision, command.id())));
        pending.accept(new Outcome.Deleted(
                command.envelope(),
                Instant.now(),
                deleted,
                command.hashes().stream()
                        .filter(hash -> !deleted.contains(hash))
                        .toList(),
                List.of(),
                deleted.isEmpty() ? 0 : revision,
                null));
    }

    private void decide(AccountCommand.SignUp command) {
        Outcome outcome;
        if (organizations.containsKey(command.organization())) {
            outcome = new Outcome.Rejected(
                    command.envelope(),
                    Instant.now(),
                    new Rejection.OrganizationTaken(command.organization().name()));
        } else {
            var account = new OrganizationAccount(
                    command.organization(),
                    UUID.randomUUID(),
                    command.displayName(),
                    command.email(),
                    Instant.now(),
                    Map.of(command.user(), new Membership(new TreeSet<>(Set.of(Role.ADMIN)), "")),
                    command.id(),
                    OrganizationOptions.NONE);
            var user = new UserAccount(
                    command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id());
            put(account);
            put(user);
            outcome = new Outcome.SignedUp(command.envelope(), Instant.now(), account, command.user());
        }
        pending.accept(outcome);
    }

    private void decide(AccountCommand.CreateOrganization command) {
        var account = new OrganizationAccount(
                command.organization(),
                UUID.randomUUID(),
                command.displayName(),
                command.billingEmail(),
                Instant.now(),
                Map.of(command.admin(), new Membership(new TreeSet<>(Set.of(Role.ADMIN)), "")),
                command.id(),
                OrganizationOptions.NONE);
        put(account);
        pending.accept(new Outcome.OrganizationCreated(command.envelope(), Instant.now(), account));
    }

    private void decide(AccountCommand.SetLimits command) {
        var account = organizations.get(command.organization());
        if (account == null) {
            pending.accept(new Outcome.Rejected(
                    command.envelope(),
                    Instant.now(),
                    new Rejection.UnknownOrganization(command.organization().name())));
            return;
        }
        put(account.with(account.options().withLimits(command.limits()), command.id()));
        pending.accept(
                new Outcome.LimitsChanged(command.envelope(), Instant.now(), command.limits(), Outcome.Effect.CHANGED));
    }

    private void decide(AccountCommand.CreateUser command) {
        put(new UserAccount(
                command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id()));
        pending.accept(new Outcome.ApiKeysChanged(
                command.envelope(),
                Instant.now(),
                command.user(),
                command.apiKey().id(),
                Outcome.Effect.CREATED));
    }

    static BinaryHash sha1(String text) {
        var digest = Sha1.digest();
        digest.update(text.getBytes(ISO_8859_1));
        return BinaryHash.of(digest);
    }

    private final class Images implements CatalogView {

        @Override
        public Optional<SourceImage> find(Organization organization, String hash) {
            return any(organization, hash).filter(SourceImage::isLive);
        }

        @Override
        public Optional<SourceImage> findDeleted(Organization organization, String hash) {
            return any(organization, hash).filter(image -> !image.isLive());
        }

        private Optional<SourceImage> any(Organization organization, String hash) {
            return of(organization).stream()
                    .filter(image -> image.hash().value().equals(hash)
                            || image.shortHash().value().equals(hash))
                    .findFirst();
        }

        @Override
        public List<SourceImage> slice(
                Organization organization, Condition filter, @Nullable ImageHash after, int limit) {
            throw new UnsupportedOperationException("no route walks through all images");
        }

        @Override
        public Usage usage(Organization organization) {
            var all = of(organization);
            var live = all.stream().filter(SourceImage::isLive).count();
            var deletedBytes = all.stream()
                    .filter(image -> !image.isLive())
                    .mapToLong(SourceImage::size)
                    .sum();
            return new Usage(
                    live,
                    all.size() - live,
                    all.stream().mapToLong(SourceImage::size).sum(),
                    deletedBytes);
        }

        @Override
        public long count(Organization organization, Condition filter) {
            return of(organization).stream()
                    .filter(SourceImage::isLive)
                    .filter(image -> meets(image, filter))
                    .count();
        }

        /// Only names are compared; the index has tests of its own.
        private static boolean meets(SourceImage image, Condition filter) {
            return switch (filter) {
                case Condition.Match(var field, var test)
                when field.equals(Fields.NAME) -> test.equals(new io.sluice.search.Comparison.Equal(image.name()));
                case Condition.And(var all) -> all.stream().allMatch(it -> meets(image, it));
                case Condition.Or(var any) -> any.stream().anyMatch(it -> meets(image, it));
                case Condition.Not(var condition) -> !meets(image, condition);
                case Condition.Match match -> throw new UnsupportedOperationException(match.toString());
            };
        }

        @Override
        public Page list(Organization organization, Listing listing) {
            if (!listing.search().facets().isEmpty() && refusesFacets()) {
                throw new SearchBusyException("Too many searches at once");
            }
            var all = of(organization).stream()
                    .filter(image -> image.isLive() != listing.deleted())
                    .filter(image -> meets(image, listing.search().filter()))
                    .toList();
            var walked = listing.backward() ? all.reversed() : all;
            var from = listing.from();
            var rest = (from == null
                            ? walked.stream()
                            : walked.stream()
                                    .dropWhile(image -> !position(image).equals(from))
                                    .skip(1))
                    .skip(listing.offset())
                    .toList();
            var found = rest.subList(0, Math.min(rest.size(), listing.limit()));
            var items = listing.backward() ? found.reversed() : found;
            return new Page(
                    all.size(),
                    items,
                    !items.isEmpty() && items.size() < rest.size(),
                    items.isEmpty() ? null : position(items.getFirst()),
                    items.isEmpty() ? null : position(items.getLast()),
                    List.of());
        }

        private static Position position(SourceImage image) {
            return new Position(List.of(
                    new Position.Numeric(Numbers.of(image.created())),
                    new Position.Bytes(image.hash().value())));
        }

        @Override
        public List<SourceImage> findByBinaryHash(Organization organization, BinaryHash binaryHash) {
            return of(organization).stream()
                    .filter(image -> image.binaryHash().equals(binaryHash))
                    .toList();
        }

        @Override
        public Set<BinaryHash> existing(Organization organization, Collection<BinaryHash> binaryHashes) {
            return of(organization).stream()
                    .map(SourceImage::binaryHash)
                    .filter(binaryHashes::contains)
                    .collect(Collectors.toSet());
        }

        @Override
        public boolean await(Organization organization, long wanted, Duration timeout) {
            synchronized (FakePipeline.this) {
                return !viewPaused && wanted <= revision;
            }
        }

        @Override
        public long revision(Organization organization) {
            return of(organization).stream()
                    .mapToLong(SourceImage::revision)
                    .max()
                    .orElse(0);
        }

        @Override
        public boolean caughtUp() {
            return true;
        }

        private List<SourceImage> of(Organization organization) {
            return catalog().stream()
                    .filter(image -> image.organization().equals(organization))
                    .sorted(Comparator.comparingLong(SourceImage::revision).reversed())
                    .toList();
        }
    }

    private final class Accounts implements AccountView {

        @Override
        public Optional<UserAccount> user(UserId id) {
            synchronized (FakePipeline.this) {
                return Optional.ofNullable(users.get(id));
            }
        }

        @Override
        public Optional<UserAccount> owner(UUID apiKey) {
            synchronized (FakePipeline.this) {
                return users.values().stream()
                        .filter(user ->
                                user.apiKeys().stream().anyMatch(key -> key.id().equals(apiKey)))
                        .findFirst();
            }
        }

        @Override
        public Optional<OrganizationAccount> organization(Organization name) {
            synchronized (FakePipeline.this) {
                return Optional.ofNullable(organizations.get(name));
            }
        }

        @Override
        public List<OrganizationAccount> organizationsOf(UserId user) {
            synchronized (FakePipeline.this) {
                return organizations.values().stream()
                        .filter(account -> account.members().containsKey(user))
                        .toList();
            }
        }

        @Override
        public boolean await(UserId user, CommandId change, Duration timeout) {
            return true;
        }

        @Override
        public boolean await(Organization organization, CommandId change, Duration timeout) {
            return true;
        }

        @Override
        public boolean caughtUp() {
            return true;
        }
    }

    private final class Jobs implements JobView {

        @Override
        public Optional<Job> find(OperationId id) {
            synchronized (FakePipeline.this) {
                return Optional.ofNullable(running.get(id));
            }
        }

        @Override
        public long unfinished(Organization organization) {
            return running.values().stream()
                    .filter(job -> organization.equals(job.destination() == null ? job.source() : job.destination()))
                    .count();
        }

        @Override
        public List<Job> of(Organization organization) {
            synchronized (FakePipeline.this) {
                return running.values().stream()
                        .filter(job -> job.source().equals(organization)
                                || job.target().equals(organization))
                        .sorted(Comparator.comparing(
                                        (Job job) -> job.requested().truncatedTo(ChronoUnit.MILLIS))
                                .reversed()
                                .thenComparing(job -> job.id().value()))
                        .toList();
            }
        }

        @Override
        public List<Job> unfinished(Job.Kind kind) {
            synchronized (FakePipeline.this) {
                return running.values().stream()
                        .filter(job -> job.kind() == kind && job.finished() == null)
                        .toList();
            }
        }

        @Override
        public boolean await(OperationId id, Duration timeout) {
            return find(id).isPresent();
        }

        @Override
        public boolean caughtUp() {
            return true;
        }
    }

    /// Shows every message that was sent as delivered.
    private final class Webhooks implements WebhookView {

        @Override
        public List<WebhookAttempt> last(Organization organization) {
            synchronized (FakePipeline.this) {
                return deliveries.stream()
                        .filter(delivery -> delivery.organization().equals(organization))
                        .map(delivery -> new WebhookAttempt(
                                organization,
                                delivery.messageId(),
                                delivery.event(),
                                WebhookAttempt.State.DELIVERED,
                                delivery.attempt(),
                                delivery.created(),
                                "200",
                                null))
                        .toList()
                        .reversed();
            }
        }

        @Override
        public boolean caughtUp() {
            return true;
        }
    }

    private final class Archive implements UploadArchive {

        @Override
        public Map<RecordPosition, UploadCommand> read(Collection<RecordPosition> positions) {
            synchronized (FakePipeline.this) {
                return positions.stream()
                        .collect(Collectors.toMap(
                                position -> position, position -> uploads.get((int) position.offset())));
            }
        }
    }

    private final class Operations implements OperationView {

        @Override
        public OperationPage list(OperationPage.Request request) {
            synchronized (FakePipeline.this) {
                var found = uploads.stream()
                        .filter(upload -> upload.organization().equals(request.organization()))
                        .map(UploadCommand::operation)
                        .distinct()
                        .flatMap(id -> find(id).stream())
                        .filter(status -> request.filter().state() == null
                                || status.state() == request.filter().state())
                        .filter(status -> request.filter().until() == null
                                || status.accepted().isBefore(request.filter().until()))
                        .sorted(NEWEST_FIRST)
                        .toList();
                var rest = found.stream()
                        .dropWhile(status -> request.after() != null && !isAfter(status, request.after()))
                        .toList();
                var page = rest.subList(0, Math.min(request.limit(), rest.size()));
                var last = page.isEmpty() || page.size() == rest.size() ? null : position(page.getLast());
                var facets = new EnumMap<OperationPage.Facet, Map<String, Long>>(OperationPage.Facet.class);
                if (request.facets().contains(OperationPage.Facet.STATE)) {
                    facets.put(
                            OperationPage.Facet.STATE,
                            found.stream()
                                    .collect(Collectors.groupingBy(
                                            status -> status.state().text(), Collectors.counting())));
                }
                return new OperationPage(found.size(), page, last, facets);
            }
        }

        private static final Comparator<OperationStatus> NEWEST_FIRST = Comparator.comparing(
                        (OperationStatus status) -> status.accepted().truncatedTo(ChronoUnit.MILLIS))
                .reversed()
                .thenComparing(status -> status.operation().value());

        private static OperationPage.Position position(OperationStatus status) {
            return new OperationPage.Position(status.accepted().truncatedTo(ChronoUnit.MILLIS), status.operation());
        }

        private static boolean isAfter(OperationStatus status, OperationPage.Position position) {
            var other = position(status);
            return other.accepted().isBefore(position.accepted())
                    || (other.accepted().equals(position.accepted())
                            && other.operation()
                                            .value()
                                            .compareTo(position.operation().value())
                                    > 0);
        }

        @Override
        public List<WaitingUploads> waiting() {
            synchronized (FakePipeline.this) {
                return uploads.stream()
                        .filter(upload -> find(upload.operation())
                                .filter(status -> status.state() == OperationStatus.State.ACCEPTED)
                                .isPresent())
                        .map(upload ->
                                new WaitingUploads(upload.organization(), 1, 10, requireNonNull(upload.accepted()), 0))
                        .collect(Collectors.toMap(
                                WaitingUploads::organization, waiting -> waiting, WaitingUploads::plus))
                        .values()
                        .stream()
                        .toList();
            }
        }

        @Override
        public Optional<OperationStatus> find(OperationId id) {
            synchronized (FakePipeline.this) {
                return uploads.stream()
                        .filter(upload -> upload.operation().equals(id))
                        .findFirst()
                        .map(upload -> new OperationStatus(
                                id,
                                upload.organization(),
                                fingerprintsUnseen ? null : upload.fingerprint(),
                                requireNonNull(upload.accepted()),
                                upload.part().count(),
                                List.copyOf(requireNonNull(parts.get(id)).values())));
            }
        }

        @Override
        public boolean caughtUp() {
            return true;
        }
    }
}
