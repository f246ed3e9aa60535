package io.sluice.view.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.OrganizationOptions;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.operation.CommandId;
import io.sluice.testsupport.MemoryTopics;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryAccountViewTest {

    private static final Organization ACME = new Organization("acme");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final MemoryTopics topics = new MemoryTopics(Topics.ORGANIZATIONS, Topics.USERS);
    private final UserId user = UserId.random();

    @SuppressWarnings("NullAway.Init") // set by each test
    private MemoryAccountView view;

    @AfterEach
    void close() {
        view.close();
    }

    @Test
    void showsAccountsAfterWaitingForTheirChange() throws Exception {
        view = MemoryAccountView.start(topics::consumer, new Heartbeats());
        var account = publishUser("op-1#0");
        var organization = publishOrganization("op-1#0");

        assertThat(view.await(user, new CommandId("op-1#0"), SOON)).isTrue();
        assertThat(view.await(ACME, new CommandId("op-1#0"), SOON)).isTrue();

        assertThat(view.user(user)).contains(account);
        assertThat(view.organization(ACME)).contains(organization);
        assertThat(view.user(UserId.random())).isEmpty();
        assertThat(view.organizationsOf(user)).containsExactly(organization);
        assertThat(view.organizationsOf(UserId.random())).isEmpty();
    }

    @Test
    void waitsNoLongerThanTheTimeOut() throws Exception {
        view = MemoryAccountView.start(topics::consumer, new Heartbeats());
        publishUser("op-1#0");
        await().until(() -> view.user(user).isPresent());

        assertThat(view.await(ACME, new CommandId("op-1#0"), Duration.ofMillis(20)))
                .isFalse();
    }

    @Test
    void keepsAChangeThatIsFollowedByAnother() throws Exception {
        view = MemoryAccountView.start(topics::consumer, new Heartbeats());
        publishUser("op-1#0");
        publishOrganization("op-1#0");
        publishOrganization("op-2#0");
        await().until(() -> view.organization(ACME)
                .filter(account -> account.change().value().equals("op-2#0"))
                .isPresent());

        assertThat(view.await(ACME, new CommandId("op-1#0"), SOON)).isTrue();
    }

    @Test
    void readsEverythingAgainAtStart() {
        publishUser("op-1#0");
        publishOrganization("op-1#0");

        view = MemoryAccountView.start(topics::consumer, new Heartbeats());

        await().until(view::caughtUp);
        assertThat(view.user(user)).isPresent();
        assertThat(view.organization(ACME)).isPresent();
        assertThat(view.failure()).isEmpty();
    }

    @Test
    void removesDeletedAccounts() {
        publishUser("op-1#0");
        publishOrganization("op-1#0");
        topics.publish(Topics.USERS, user.toString(), null);
        topics.publish(Topics.ORGANIZATIONS, ACME.name(), null);

        view = MemoryAccountView.start(topics::consumer, new Heartbeats());

        await().until(view::caughtUp);
        assertThat(view.user(user)).isEmpty();
        assertThat(view.organization(ACME)).isEmpty();
    }

    private UserAccount publishUser(String change) {
        var account = new UserAccount(
                user, new Organization("acme"), "someone@example.com", List.of(), new CommandId(change));
        topics.publish(Topics.USERS, user.toString(), account);
        return account;
    }

    private OrganizationAccount publishOrganization(String change) {
        var admin = new Membership(new TreeSet<>(List.of(Role.ADMIN)), "");
        var account = new OrganizationAccount(
                ACME,
                new UUID(1, 2),
                "Acme",
                "billing@example.com",
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of(user, admin),
                new CommandId(change),
                OrganizationOptions.NONE);
        topics.publish(Topics.ORGANIZATIONS, ACME.name(), account);
        return account;
    }
}
