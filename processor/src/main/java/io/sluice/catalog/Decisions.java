package io.sluice.catalog;

import io.sluice.command.CatalogCommand;
import java.time.Instant;

/// The rules of the catalog: what each command does to the state before it. Nothing here reads a clock, draws a random
/// number or writes: the same command upon the same state gives the same decision.
final class Decisions {

    private final Registration registration;
    private final SigningUp signingUp;

    Decisions(CatalogState state) {
        registration = new Registration(state);
        signingUp = new SigningUp(state);
    }

    /// @param number number of the command, see [Numbering]
    /// @param now    when it is decided
    Decision decide(CatalogCommand command, long number, Instant now) {
        return switch (command) {
            case CatalogCommand.Register register -> registration.decide(register, number, now);
            case CatalogCommand.RegisterCopies _,
                    CatalogCommand.Delete _,
                    CatalogCommand.DeleteBinary _,
                    CatalogCommand.Restore _,
                    CatalogCommand.Purge _,
                    CatalogCommand.Rename _,
                    CatalogCommand.Lock _,
                    CatalogCommand.Protect _,
                    CatalogCommand.EditUserMetadata _,
                    CatalogCommand.EditDynamicMetadata _,
                    CatalogCommand.CreateOrganization _,
                    CatalogCommand.AddMember _,
                    CatalogCommand.SetMembership _,
                    CatalogCommand.RemoveMembership _,
                    CatalogCommand.AddApiKey _,
                    CatalogCommand.RemoveApiKey _ -> throw new IllegalStateException("not decided yet: " + command);
            case CatalogCommand.SignUp signUp -> signingUp.decide(signUp, number, now);
        };
    }
}
