package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The way by which an upload came in.
public enum Door {
    /// A request to the REST API.
    @JsonProperty("http")
    HTTP,
    /// A record that another program published.
    @JsonProperty("kafka")
    KAFKA,
    /// A large import, whose uploads wait while others do.
    @JsonProperty("bulk")
    BULK,
    /// A rejected upload that is tried again.
    @JsonProperty("retry")
    RETRY
}
