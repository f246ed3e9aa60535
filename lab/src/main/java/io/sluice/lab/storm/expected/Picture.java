package io.sluice.lab.storm.expected;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.image.BinaryHash;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.standalone.client.SluiceClient;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/// One image of a storm, with unique bytes, and its expected state. Only its own client changes it, apart from
/// copies of the whole organization.
public final class Picture {

    static final String NO_LABEL = "";

    private final UUID id;
    private final BinaryHash binaryHash;
    private final ImageHash hash;
    private final String firstName;
    private final Attribute<Boolean> live;
    private final Attribute<Boolean> copied;
    private final Attribute<String> name;
    private final Attribute<String> label;
    private volatile boolean registered;
    private volatile boolean waiting;
    private volatile int changes;

    /// Revision of the organization after the last answered change; 0 when that response did not contain it.
    private volatile long revision;

    /// @param lateness maximum time after which a change may happen that its client gave up
    public Picture(UUID id, BinaryHash binaryHash, Duration lateness) {
        this.id = id;
        this.binaryHash = binaryHash;
        this.hash = ImageHash.of(binaryHash, DynamicMetadata.NONE, false);
        this.firstName = id + ".jpg";
        this.live = new Attribute<>(false, lateness);
        this.copied = new Attribute<>(false, lateness);
        this.name = new Attribute<>(firstName, lateness);
        this.label = new Attribute<>(NO_LABEL, lateness);
    }

    public UUID id() {
        return id;
    }

    BinaryHash binaryHash() {
        return binaryHash;
    }

    public ImageHash hash() {
        return hash;
    }

    public String firstName() {
        return firstName;
    }

    /// Returns its address at a node.
    ///
    /// @param route part of the image, such as `/name`; empty for the whole image
    public URI at(SluiceClient node, String route) {
        return node.endpoint().images("/" + hash + route);
    }

    /// Returns whether it exists and is not deleted.
    public Attribute<Boolean> live() {
        return live;
    }

    /// Returns whether there is a copy in the other organization.
    public Attribute<Boolean> copied() {
        return copied;
    }

    public Attribute<String> name() {
        return name;
    }

    /// Returns a field of its user metadata.
    public Attribute<String> label() {
        return label;
    }

    /// Whether it certainly existed at some time: then it is either live or deleted.
    public boolean registered() {
        return registered;
    }

    public void register() {
        registered = true;
    }

    /// Whether an accepted change is not decided yet; its client does not change it until then.
    public boolean waiting() {
        return waiting;
    }

    public void waiting(boolean now) {
        waiting = now;
    }

    /// Returns a counter of the requests that may make it live or not.
    public int changes() {
        return changes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by its own client alone
    public void change() {
        changes++;
    }

    public long revision() {
        return revision;
    }

    public void revision(long now) {
        revision = now;
    }

    /// Whether its name and its label may be those of `image`.
    public boolean explains(JsonNode image) {
        return name.allows(image.path("name").asText())
                && label.allows(image.path("user_metadata").path("text:label").asText(NO_LABEL));
    }

    /// Returns the expected state, for people.
    public String expected() {
        return "image " + hash + " [live " + live + ", name " + name + ", label " + label + ", copied " + copied + ']';
    }

    @Override
    public String toString() {
        return hash.value();
    }
}
