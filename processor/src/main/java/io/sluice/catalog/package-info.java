/// Owns the catalog: which images, organizations and users there are, and what every
/// [io.sluice.command.CatalogCommand] does to them.
///
/// Start reading with `Decisions`, the rules, free of Kafka: a command and the state before it give a
/// `Decision`. What a command does to images it does to a `OrganizationEdit`. `CatalogProcessor` loads, decides, writes
/// and publishes; `CatalogTopology` ties it to topics and stores; `Catalog` runs it. `Retention` has the
/// catalog purge what was deleted for long enough.
///
/// # What a replay does
/// Commands are decided in order per organization, at least once: after a crash those since the last commit are
/// decided again, upon state that may show their effects already, each record up to a point of its own. It comes to
/// the same, because
/// - what must change together is one record: all images of a binary (`BinaryState`), an organization with its
///   members, a user with their keys;
/// - a command has a number that grows with its place in the topic (`Numbering`), and a record has the number of the
///   last command that it was asked about: if that is as high as a command's, the command's effect is in it; if it is
///   lower, the record is what it was when the command was first decided;
/// - a record remembers the last commands that it was asked about (`RecentResults`), so that they are answered alike,
/// also
///   when an upload was delivered twice and registers twice, or a job cuts its slices anew;
/// - an image keeps its short hash in a record of its own, written in the order in which they are chosen, and a purged
///   image leaves a mark behind for as long as a replay can come back to it.
///
/// A replay writes the state and publishes the image once more, for either may have been lost.
@NullMarked
package io.sluice.catalog;

import org.jspecify.annotations.NullMarked;
