package io.sluice.standalone.sample;

import io.sluice.command.Bytes;

/// An image file in memory.
///
/// @param name    file name with the usual extension
/// @param what    description, for people
/// @param content content of the file
public record Sample(String name, String what, Bytes content) {}
