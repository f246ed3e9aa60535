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

    /// @param place where the command stands, to tell a replay from a new command
    /// @param now   when it is decided
    Decision decide(CatalogCommand command, Position place, Instant now) {
        return switch (command) {
            case CatalogCommand.Register register -> registration.decide(register, place, now);
            case CatalogCommand.SignUp signUp -> signingUp.decide(signUp, place, now);
        };
    }
}
