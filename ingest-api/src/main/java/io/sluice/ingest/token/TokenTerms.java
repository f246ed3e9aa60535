package io.sluice.ingest.token;

import java.time.Duration;

/// What is requested of a new token.
///
/// @param lifetime  how long it is valid
/// @param networks  the addresses that it may be used from
/// @param renewable whether it suffices to get a new token
public record TokenTerms(Duration lifetime, Networks networks, boolean renewable) {}
