package io.sluice.catalog.edit;

import io.sluice.account.Limits;
import io.sluice.account.Usage;
import io.sluice.catalog.state.CatalogState;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The storage that the command being decided reserves within the limits of its organization.
///
/// Only commands with a new blob are refused here. A crash may lose the reservations of other commands, so a
/// replay may be decided differently; the blob still exists then, because it is purged only once the command
/// cannot be replayed. Commands that use an existing blob again (a restored image, a variant) are never
/// refused: the blob may have been purged since the first decision. The API refuses them according to its
/// view.
///
/// A command that may have been decided before a crash is always allowed, unless its refusal is stored: its
/// upload may have been acknowledged, and other images may have used the storage since then.
final class Reservations {

    private final CatalogState state;
    private final Organization organization;
    private final long number;
    private Usage reserved = Usage.NONE;
    private @Nullable Rejection reason;

    Reservations(CatalogState state, Organization organization, long number) {
        this.state = state;
        this.organization = organization;
        this.number = number;
    }

    /// @return whether the limits allow it
    boolean reserve(ImageHash hash, Usage more) {
        var exceeded = state.refusal(organization, hash, number).or(() -> exceeded(more));
        exceeded.ifPresentOrElse(found -> reason = found, () -> reserved = reserved.plus(more));
        return exceeded.isEmpty();
    }

    boolean isExceeded() {
        return reason != null;
    }

    /// Returns the reason for which a reservation has failed; for a replay, according to the current usage.
    Rejection reason() {
        if (reason != null) {
            return reason;
        }
        var used = state.usage(organization);
        var limit = limits().images();
        return new Rejection.QuotaImages(organization.name(), used.images(), limit == null ? used.images() : limit);
    }

    private Optional<Rejection> exceeded(Usage more) {
        var limits = limits();
        var file = limits.fileBytes();
        var isLimited = file != null || limits.countsStored();
        if (!isLimited || number <= state.replayedUntil()) {
            return Optional.empty();
        }
        if (file != null && more.bytes() > file) {
            return Optional.of(new Rejection.QuotaFileSize(organization.name(), more.bytes(), file));
        }
        return limits.countsStored() ? exceeded(limits, more) : Optional.empty();
    }

    private Optional<Rejection> exceeded(Limits limits, Usage more) {
        var used = state.usage(organization).plus(reserved);
        var images = limits.images();
        if (images != null && more.images() > 0 && used.images() + more.images() > images) {
            return Optional.of(new Rejection.QuotaImages(organization.name(), used.images(), images));
        }
        var bytes = limits.bytes();
        if (bytes != null && more.bytes() > 0 && used.bytes() + more.bytes() > bytes) {
            return Optional.of(new Rejection.QuotaBytes(organization.name(), used.bytes(), bytes));
        }
        return Optional.empty();
    }

    private Limits limits() {
        return state.organization(organization).map(it -> it.account().limits()).orElse(Limits.NONE);
    }
}
