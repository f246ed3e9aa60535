/// Owns the catalog: which images, organizations and users there are, and what every
/// [io.sluice.command.CatalogCommand] does to them.
///
/// Start reading with `Decisions`, the rules, free of Kafka: a command and the state before it give a `Decision`.
/// `CatalogProcessor` loads, decides, writes and publishes; `CatalogTopology` ties it to topics and stores; `Catalog`
/// runs it.
///
/// # What a replay does
/// Commands are decided in order per organization, at least once: after a crash those since the last commit are
/// decided again, upon state that may show their effects already, each record up to a point of its own. It comes to
/// the same, because
/// - a command has a number that grows with its place in the topic (`Numbering`), and what it changes gets that number
///   as its revision: a record whose revision is as high as a command's number shows its effect already;
/// - a record knows the command that created it, so that `created` is answered alike, also when an upload was
///   delivered twice and registers twice.
///
/// A replay writes the state and publishes the image once more, for either may have been lost.
@NullMarked
package io.sluice.catalog;

import org.jspecify.annotations.NullMarked;
