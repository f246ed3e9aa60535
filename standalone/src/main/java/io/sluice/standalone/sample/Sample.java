package io.sluice.standalone.sample;

import io.sluice.command.Bytes;

/// An image file in memory.
///
/// @param name    file name with its usual extension
/// @param what    what is special about it, for people
/// @param content the file
public record Sample(String name, String what, Bytes content) {}
