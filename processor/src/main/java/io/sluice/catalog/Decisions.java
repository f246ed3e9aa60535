package io.sluice.catalog;

import io.sluice.catalog.account.Keys;
import io.sluice.catalog.account.LimitChange;
import io.sluice.catalog.account.Memberships;
import io.sluice.catalog.account.OrganizationCreation;
import io.sluice.catalog.account.Webhooks;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.image.Copying;
import io.sluice.catalog.image.Deletion;
import io.sluice.catalog.image.Editing;
import io.sluice.catalog.image.Purging;
import io.sluice.catalog.image.Registration;
import io.sluice.catalog.image.Variation;
import io.sluice.catalog.state.CatalogState;
import io.sluice.command.AccountCommand;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeletionCommand;
import io.sluice.command.EditCommand;
import io.sluice.command.RegistrationCommand;
import java.time.Instant;

/// The rules of the catalog: the effect of each command on the state before it. Nothing here reads a clock,
/// draws a random number or writes: the same command in the same state gives the same decision.
final class Decisions {

    private final Registration registration;
    private final Copying copying;
    private final Deletion deletion;
    private final Purging purging;
    private final Editing editing;
    private final Variation variation;
    private final OrganizationCreation creation;
    private final Memberships memberships;
    private final Keys keys;
    private final Webhooks webhooks;
    private final LimitChange limits;

    Decisions(CatalogState state) {
        registration = new Registration(state);
        copying = new Copying(state);
        deletion = new Deletion(state);
        purging = new Purging(state);
        editing = new Editing(state);
        variation = new Variation(state);
        creation = new OrganizationCreation(state);
        memberships = new Memberships(state);
        keys = new Keys(state);
        webhooks = new Webhooks(state);
        limits = new LimitChange(state);
    }

    /// @param number number of the command, see `Numbering`
    /// @param now    time of the decision
    Decision decide(CatalogCommand command, long number, Instant now) {
        return switch (command) {
            case RegistrationCommand.Register register -> registration.decide(register, number, now);
            case RegistrationCommand.RegisterCopies copies -> copying.decide(copies, number, now);
            case RegistrationCommand.CountRejection _ ->
                throw new IllegalArgumentException("a rejection is counted, not decided");
            case DeletionCommand.Delete delete -> deletion.decide(delete, number, now);
            case DeletionCommand.DeleteBinary delete -> deletion.decide(delete, number, now);
            case DeletionCommand.Restore restore -> editing.decide(restore, number, now);
            case DeletionCommand.Purge purge -> purging.decide(purge, number, now);
            case EditCommand.Rename rename -> editing.decide(rename, number, now);
            case EditCommand.Lock lock -> editing.decide(lock, number, now);
            case EditCommand.Protect protect -> variation.decide(protect, number, now);
            case EditCommand.EditUserMetadata edit -> editing.decide(edit, number, now);
            case EditCommand.EditDynamicMetadata edit -> variation.decide(edit, number, now);
            case AccountCommand.SignUp signUp -> creation.decide(signUp, number, now);
            case AccountCommand.CreateUser create -> keys.decide(create, number, now);
            case AccountCommand.CreateOrganization create -> creation.decide(create, number, now);
            case AccountCommand.AddMember add -> memberships.decide(add, number, now);
            case AccountCommand.SetMembership set -> memberships.decide(set, number, now);
            case AccountCommand.RemoveMembership remove -> memberships.decide(remove, number, now);
            case AccountCommand.SetWebhook set -> webhooks.decide(set, number, now);
            case AccountCommand.RemoveWebhook remove -> webhooks.decide(remove, number, now);
            case AccountCommand.SetLimits set -> limits.decide(set, number, now);
            case AccountCommand.AddApiKey add -> keys.decide(add, number, now);
            case AccountCommand.RemoveApiKey remove -> keys.decide(remove, number, now);
        };
    }
}
