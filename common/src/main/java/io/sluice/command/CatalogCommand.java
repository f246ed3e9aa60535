package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// A request to change the catalog; the value of `sluice.catalog-commands`, keyed by organization and decided
/// in order.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(RegistrationCommand.class),
    @JsonSubTypes.Type(DeletionCommand.class),
    @JsonSubTypes.Type(EditCommand.class),
    @JsonSubTypes.Type(AccountCommand.class),
})
public sealed interface CatalogCommand extends Enveloped
        permits RegistrationCommand, DeletionCommand, EditCommand, AccountCommand {}
