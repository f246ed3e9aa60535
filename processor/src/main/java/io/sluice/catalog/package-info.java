/// The catalog of images, organizations and users, and the effects of every
/// [io.sluice.command.CatalogCommand] on them.
///
/// Start reading with `Decisions`, the rules, which are independent of Kafka: a command and the state before
/// it give a `Decision`. An `OrganizationEdit` collects the changes of images. `CatalogProcessor` loads,
/// decides, writes and publishes; `CatalogTopology` connects it to topics and stores; `Catalog` runs it.
/// `Retention` makes the catalog purge images that were deleted long enough ago.
///
/// # Replays
/// Commands are decided in order per organization, at least once: after a crash the commands since the last
/// commit are decided again, in a state whose records may already contain the effects, each record up to a
/// different command. The result is the same, because
/// - everything that must change together is one record: all images of a binary (`BinaryState`), an organization
///   with its members, a user with their keys;
/// - a command has a number that grows with its position in the topic (`Numbering`), and a record has the number of
///   the last command about it: if that is at least the command's, the command's effect is in the record; if it is
///   lower, the record is as it was when the command was first decided;
/// - a record stores the results of the last commands about it (`RecentResults`), so that a replay has the same
///   answer, also when an upload was delivered twice and registers twice, or a job cuts its slices again;
/// - the short hash of an image is in a separate record, written in the order in which short hashes are chosen, and
///   a mark of a purged image remains for as long as a replay can refer to it.
///
/// A replay writes the state and publishes the image again, because a crash may have lost either.
@NullMarked
package io.sluice.catalog;

import org.jspecify.annotations.NullMarked;
