package io.sluice.view.memory;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.operation.CommandId;
import io.sluice.view.AccountView;
import io.sluice.view.follow.FollowingView;
import io.sluice.view.follow.FromTheBeginning;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/// An account view that keeps all accounts in memory and reads them from their topics at every start: they
/// are few and small.
public final class MemoryAccountView extends FollowingView implements AccountView {

    /// Number of changes that are kept for threads that wait for a change after it has been read.
    private static final int REMEMBERED_CHANGES = 10_000;

    private final Map<UserId, UserAccount> users = new ConcurrentHashMap<>();

    /// The owners of API keys, by the id of the key.
    private final Map<UUID, UserId> owners = new ConcurrentHashMap<>();

    private final Map<Organization, OrganizationAccount> organizations = new ConcurrentHashMap<>();

    private final Changes changes = new Changes();

    /// The last changes, read and written within `changes`.
    private final LinkedHashSet<Change> remembered = new LinkedHashSet<>();

    private final TopicFollower follower;

    /// The change of `account`, a [UserId] or an [Organization], by the command `id`.
    private record Change(Object account, CommandId id) {}

    private MemoryAccountView(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        follower = FromTheBeginning.start(
                "account-view", List.of(Topics.ORGANIZATIONS, Topics.USERS), consumers, this::accept, heartbeats);
    }

    /// Starts reading the topics.
    public static MemoryAccountView start(KafkaClients clients, Heartbeats heartbeats) {
        return start(() -> clients.follower("account-view"), heartbeats);
    }

    static MemoryAccountView start(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        return new MemoryAccountView(consumers, heartbeats);
    }

    private void accept(List<FollowedRecord> records) {
        records.forEach(this::apply);
    }

    private void apply(FollowedRecord followed) {
        switch (followed.value()) {
            case UserAccount user -> {
                forgetKeys(users.put(user.id(), user));
                user.apiKeys().forEach(key -> owners.put(key.id(), user.id()));
                remember(new Change(user.id(), user.change()));
            }
            case OrganizationAccount organization -> {
                organizations.put(organization.name(), organization);
                remember(new Change(organization.name(), organization.change()));
            }
            case null, default -> remove(followed);
        }
    }

    private void remove(FollowedRecord tombstone) {
        if (tombstone.topic().equals(Topics.USERS.name())) {
            forgetKeys(users.remove(new UserId(UUID.fromString(tombstone.key()))));
        } else {
            organizations.remove(new Organization(tombstone.key()));
        }
    }

    private void forgetKeys(@Nullable UserAccount former) {
        if (former != null) {
            former.apiKeys().forEach(key -> owners.remove(key.id()));
        }
    }

    private void remember(Change change) {
        changes.make(() -> {
            remembered.add(change);
            if (remembered.size() > REMEMBERED_CHANGES) {
                remembered.removeFirst();
            }
        });
    }

    @Override
    public Optional<UserAccount> user(UserId id) {
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public Optional<UserAccount> owner(UUID apiKey) {
        return Optional.ofNullable(owners.get(apiKey))
                .flatMap(this::user)
                .filter(user -> user.apiKeys().stream().anyMatch(key -> key.id().equals(apiKey)));
    }

    @Override
    public Optional<OrganizationAccount> organization(Organization name) {
        return Optional.ofNullable(organizations.get(name));
    }

    @Override
    public List<OrganizationAccount> organizationsOf(UserId user) {
        // iterates over all organizations: used only for requests of users about themselves
        return organizations.values().stream()
                .filter(account -> account.members().containsKey(user))
                .sorted(Comparator.comparing(OrganizationAccount::name))
                .toList();
    }

    @Override
    public boolean await(Organization organization, CommandId change, Duration timeout) throws InterruptedException {
        return await(new Change(organization, change), timeout);
    }

    @Override
    public boolean await(UserId user, CommandId change, Duration timeout) throws InterruptedException {
        return await(new Change(user, change), timeout);
    }

    private boolean await(Change wanted, Duration timeout) throws InterruptedException {
        return changes.await(() -> remembered.contains(wanted), timeout);
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
