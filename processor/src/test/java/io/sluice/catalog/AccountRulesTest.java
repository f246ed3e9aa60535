package io.sluice.catalog;

import static io.sluice.catalog.Commands.ACME;
import static io.sluice.catalog.Commands.addKey;
import static io.sluice.catalog.Commands.addMember;
import static io.sluice.catalog.Commands.createOrganization;
import static io.sluice.catalog.Commands.createUser;
import static io.sluice.catalog.Commands.key;
import static io.sluice.catalog.Commands.member;
import static io.sluice.catalog.Commands.removeKey;
import static io.sluice.catalog.Commands.removeMembership;
import static io.sluice.catalog.Commands.removeWebhook;
import static io.sluice.catalog.Commands.setMembership;
import static io.sluice.catalog.Commands.setWebhook;
import static io.sluice.catalog.Commands.signUp;
import static io.sluice.catalog.Commands.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.PersonalHome;
import io.sluice.account.Role;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.Numbering;
import io.sluice.command.AccountCommand;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Organization OTHER = new Organization("other");

    private final InMemoryCatalog state = new InMemoryCatalog();
    private final Decisions decisions = new Decisions(state);
    private long commands;

    @BeforeEach
    void found() {
        decide(signUp("op-1", ACME));
    }

    @Test
    void createsAnOrganizationForAnExistingUser() {
        var decision = decide(createOrganization("op-2", OTHER, user("op-1")));

        assertThat(decision.outcome()).isInstanceOfSatisfying(Outcome.OrganizationCreated.class, it -> {
            assertThat(it.account().members()).containsEntry(user("op-1"), member(Role.ADMIN));
            assertThat(it.account().billingEmail()).isEqualTo("bills@example.com");
        });
        assertThat(rejection(decide(createOrganization("op-3", OTHER, user("op-1")))))
                .isEqualTo(new Rejection.OrganizationTaken("other"));
    }

    @Test
    void createsAMemberWithThisHome() {
        var decision = decide(addMember("op-2", ACME, Role.READ));

        assertThat(effect(decision)).isEqualTo(Effect.CREATED);
        assertThat(state.user(user("op-2")).orElseThrow().account().home()).isEqualTo(ACME);
        assertThat(state.user(user("op-2")).orElseThrow().account().apiKeys()).containsExactly(key("op-2"));
        assertThat(state.organization(ACME).orElseThrow().account().members())
                .containsEntry(user("op-2"), member(Role.READ));
    }

    @Test
    void setsMembershipsAndReportsTheEffect() {
        assertThat(effect(decide(setMembership("op-2", ACME, user("x"), Role.READ))))
                .isEqualTo(Effect.CREATED);
        assertThat(effect(decide(setMembership("op-3", ACME, user("x"), Role.WRITE))))
                .isEqualTo(Effect.CHANGED);
        assertThat(effect(decide(setMembership("op-4", ACME, user("x"), Role.WRITE))))
                .isEqualTo(Effect.UNCHANGED);
        assertThat(effect(decide(removeMembership("op-5", ACME, user("x"))))).isEqualTo(Effect.REMOVED);
        assertThat(rejection(decide(removeMembership("op-6", ACME, user("x"))))).isInstanceOf(Rejection.NotFound.class);
    }

    @Test
    void setsAWebhookAndReportsTheEffect() {
        assertThat(webhookEffect(decide(setWebhook("op-2", ACME, "https://a.example"))))
                .isEqualTo(Effect.CREATED);
        assertThat(webhookEffect(decide(setWebhook("op-3", ACME, "https://a.example"))))
                .isEqualTo(Effect.UNCHANGED);
        assertThat(webhookEffect(decide(setWebhook("op-4", ACME, "https://b.example"))))
                .isEqualTo(Effect.CHANGED);
        decide(setMembership("op-5", ACME, user("x"), Role.READ));
        assertThat(requireNonNull(state.organization(ACME)
                                .orElseThrow()
                                .account()
                                .options()
                                .webhook())
                        .url())
                .isEqualTo("https://b.example");
        assertThat(webhookEffect(decide(removeWebhook("op-6", ACME)))).isEqualTo(Effect.REMOVED);
        assertThat(state.organization(ACME).orElseThrow().account().options().webhook())
                .isNull();
        assertThat(state.organization(ACME).orElseThrow().account().members()).hasSize(2);
        assertThat(rejection(decide(removeWebhook("op-7", ACME)))).isInstanceOf(Rejection.NotFound.class);
        assertThat(rejection(decide(setWebhook("op-8", OTHER, "https://a.example"))))
                .isInstanceOf(Rejection.UnknownOrganization.class);
    }

    @Test
    void keepsTheLastAdmin() {
        var lastAdmin = new Rejection.LastAdmin("acme");

        assertThat(rejection(decide(setMembership("op-2", ACME, user("op-1"), Role.READ))))
                .isEqualTo(lastAdmin);
        assertThat(rejection(decide(removeMembership("op-3", ACME, user("op-1")))))
                .isEqualTo(lastAdmin);
        decide(addMember("op-4", ACME, Role.ADMIN));
        assertThat(effect(decide(removeMembership("op-5", ACME, user("op-1"))))).isEqualTo(Effect.REMOVED);
    }

    @Test
    void limitsTheMembersOfAnOrganization() {
        for (var i = 1; i < OrganizationAccount.MAX_MEMBERS; i++) {
            assertThat(effect(decide(setMembership("op-" + i + "-x", ACME, user("x-" + i), Role.READ))))
                    .isEqualTo(Effect.CREATED);
        }
        var tooMany = new Rejection.TooManyMembers(OrganizationAccount.MAX_MEMBERS);

        assertThat(rejection(decide(setMembership("op-y", ACME, user("y"), Role.READ))))
                .isEqualTo(tooMany);
        assertThat(rejection(decide(addMember("op-z", ACME, Role.READ)))).isEqualTo(tooMany);
        assertThat(state.user(user("op-z"))).isEmpty();
        assertThat(effect(decide(setMembership("op-c", ACME, user("x-1"), Role.WRITE))))
                .isEqualTo(Effect.CHANGED);
        decide(removeMembership("op-r", ACME, user("x-1")));
        assertThat(effect(decide(setMembership("op-y-again", ACME, user("y"), Role.READ))))
                .isEqualTo(Effect.CREATED);
    }

    @Test
    void limitsAUserToFiveKeys() {
        for (var i = 0; i < 4; i++) {
            var outcome = decide(addKey("key-" + i, ACME, user("op-1"))).outcome();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.ApiKeysChanged.class,
                            it -> assertThat(it.effect()).isEqualTo(Effect.CREATED));
        }

        assertThat(rejection(decide(addKey("key-4", ACME, user("op-1"))))).isEqualTo(new Rejection.TooManyKeys(5));
    }

    @Test
    void revokesAKeyOnce() {
        var key = key("op-1").id();

        var decision = decide(removeKey("op-2", ACME, user("op-1"), key));

        assertThat(decision.outcome())
                .isInstanceOfSatisfying(
                        Outcome.ApiKeysChanged.class,
                        it -> assertThat(it.effect()).isEqualTo(Effect.REMOVED));
        assertThat(state.user(user("op-1")).orElseThrow().account().apiKeys()).isEmpty();
        assertThat(rejection(decide(removeKey("op-3", ACME, user("op-1"), key))))
                .isInstanceOf(Rejection.NotFound.class);
    }

    @Test
    void createsAUserWhoCreatesAnOrganizationLater() {
        var created = decide(createUser("op-2"));

        assertThat(created.outcome()).isInstanceOfSatisfying(Outcome.ApiKeysChanged.class, it -> {
            assertThat(it.user()).isEqualTo(user("op-2"));
            assertThat(it.effect()).isEqualTo(Effect.CREATED);
        });
        assertThat(state.user(user("op-2")).orElseThrow().account().apiKeys()).containsExactly(key("op-2"));
        var home = PersonalHome.of(user("op-2"));
        assertThat(decide(addKey("op-3", home, user("op-2"))).outcome()).isInstanceOf(Outcome.ApiKeysChanged.class);
        assertThat(decide(createOrganization("op-4", OTHER, user("op-2"))).outcome())
                .isInstanceOf(Outcome.OrganizationCreated.class);
        assertThat(rejection(decide(createOrganization("op-5", home, user("op-1")))))
                .isEqualTo(new Rejection.OrganizationTaken(home.name()));
        assertThat(rejection(decide(signUp("op-6", home)))).isEqualTo(new Rejection.OrganizationTaken(home.name()));
    }

    @Test
    void decidesAReplayedCreationOfAUserAsTheFirstTime() {
        var command = createUser("op-2");
        var first = decisions.decide(command, 50 * Numbering.STEP, NOW);
        first.changes().forEach(state::write);

        assertThat(decisions.decide(command, 50 * Numbering.STEP, NOW)).isEqualTo(first);
        var other = new AccountCommand.CreateUser(
                createUser("op-3").envelope(), user("op-2"), "jo@example.com", key("op-3"));
        assertThat(rejection(decide(other))).isInstanceOf(Rejection.MalformedCommand.class);
    }

    @Test
    void findsUsersOnlyInTheirHome() {
        decide(createOrganization("op-2", OTHER, user("op-1")));

        assertThat(rejection(decide(addKey("op-3", OTHER, user("op-1"))))).isInstanceOf(Rejection.NotFound.class);
        assertThat(rejection(decide(addKey("op-4", ACME, user("x"))))).isInstanceOf(Rejection.NotFound.class);
    }

    @Test
    void rejectsMembersOfAnUnknownOrganization() {
        var unknown = new Rejection.UnknownOrganization("other");

        assertThat(rejection(decide(addMember("op-2", OTHER, Role.READ)))).isEqualTo(unknown);
        assertThat(rejection(decide(setMembership("op-3", OTHER, user("x"), Role.READ))))
                .isEqualTo(unknown);
        assertThat(rejection(decide(removeMembership("op-4", OTHER, user("x")))))
                .isEqualTo(unknown);
        assertThat(rejection(decide(addKey("op-5", OTHER, user("x"))))).isEqualTo(unknown);
        assertThat(state.user(user("op-2"))).isEmpty();
    }

    @Test
    void noOutcomeContainsTheDigestOfAKey() {
        var outcomes = Topics.OUTCOMES.serializer();
        for (var command : new CatalogCommand[] {
            signUp("op-2", OTHER),
            addMember("op-3", ACME, Role.READ),
            addKey("op-4", ACME, user("op-1")),
            removeKey("op-5", ACME, user("op-1"), key("op-4").id()),
            createOrganization("op-6", new Organization("third"), user("op-1")),
            createUser("op-7")
        }) {
            var json = new String(outcomes.serialize("", decide(command).outcome()), UTF_8);
            assertThat(json).doesNotContain("digest").doesNotContain("salt");
        }
    }

    private Decision decide(CatalogCommand command) {
        var decision = decisions.decide(command, ++commands * Numbering.STEP, NOW);
        decision.changes().forEach(state::write);
        return decision;
    }

    private static Effect effect(Decision decision) {
        return ((Outcome.MembershipChanged) decision.outcome()).effect();
    }

    private static Effect webhookEffect(Decision decision) {
        return ((Outcome.WebhookChanged) decision.outcome()).effect();
    }

    private static Rejection rejection(Decision decision) {
        return ((Outcome.Rejected) decision.outcome()).reason();
    }
}
