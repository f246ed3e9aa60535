package io.sluice.imaging.psd.layers;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the blocks behind a layer record say ("Additional layer information").
///
/// A layer whose blocks are not all known to be of no meaning for its pixels cannot be composed.
final class LayerExtras {

    /// Names, colours, identities, sources of pixels that the channels hold as well: nothing that changes the
    /// picture.
    private static final Set<String> OF_NO_MEANING = Set.of(
            "luni", "lnsr", "lyid", "lyvr", "lspf", "lclr", "shmd", "fxrp", "infx", "lmgm", "vmgm", "TySh", "tySh",
            "SoLd", "SoLE", "PlLd", "plLd", "sn2P", "pths", "anFX", "cinf", "FEid", "FXid", "Anno", "PxSc", "PxSD",
            "Txt2", "vogk", "Patt", "Pat2", "Pat3", "lnkD", "lnk2", "lnk3", "lnkE", "extn");

    private static final Set<String> ADJUSTMENTS = Set.of(
            "levl", "curv", "brit", "CgEd", "blnc", "hue ", "hue2", "selc", "mixr", "grdm", "phfl", "expA", "vibA",
            "thrs", "nvrt", "post", "blwh", "clrL");

    private static final Set<String> FILLS = Set.of("SoCo", "GdFl", "PtFl");

    private static final int OPEN_GROUP = 1;
    private static final int CLOSED_GROUP = 2;
    private static final int BOTTOM_OF_GROUP = 3;
    private static final int VECTOR_MASK_OFF = 1 << 2;
    private static final int LARGEST_EFFECTS = 1 << 20;

    private int section;
    private @Nullable BlendMode sectionMode;
    private float fill = 1;
    private boolean vectorMask;
    private boolean separateClipping;
    private boolean transparencyIgnored;
    private boolean modernEffects;
    private boolean oldEffects;
    private @Nullable String obstacle;

    /// @param fullRanges whether all colours are blended
    LayerExtras(boolean fullRanges) {
        if (!fullRanges) {
            obstacle = "blends only some of its colors";
        }
    }

    void read(ByteReader in, String key, long length) throws Refusal, IOException {
        switch (key) {
            case "lsct", "lsdk" -> readSection(in, length);
            case "iOpa" -> fill = length < 1 ? 1 : in.u8() / 255f;
            case "vmsk", "vsms" -> vectorMask |= enabled(in, length);
            case "clbl" -> separateClipping = length >= 1 && in.u8() == 0;
            case "tsly" -> transparencyIgnored = length >= 1 && in.u8() == 0;
            case "knko" -> obstacleIf(length >= 1 && in.u8() != 0, "knocks out what is below");
            case "brst" -> obstacleIf(length > 0, "leaves out channels");
            case "lfx2", "lmfx" -> {
                modernEffects = true;
                obstacleIf(length > LARGEST_EFFECTS || active(in.bytes(length)), "has effects");
            }
            case "lrFX" -> oldEffects = true;
            case "artb", "artd", "abdd" -> obstacleIf(true, "is an artboard");
            case "vscg", "vstk" -> obstacleIf(true, "is a vector shape");
            default -> {
                obstacleIf(ADJUSTMENTS.contains(key), "is an adjustment");
                obstacleIf(FILLS.contains(key), "is filled with a color, a gradient or a pattern");
                obstacleIf(!OF_NO_MEANING.contains(key), "has an unknown block \"" + printable(key) + "\"");
            }
        }
    }

    private void readSection(ByteReader in, long length) throws Refusal, IOException {
        section = length < 4 ? 0 : in.i32();
        if (length >= 12) {
            in.skip(4);
            sectionMode = BlendMode.of(in.text(4));
        }
    }

    /// Whether a vector mask is switched on: its flags come after its version.
    private static boolean enabled(ByteReader in, long length) throws Refusal, IOException {
        if (length < 8) {
            return true;
        }
        in.skip(4);
        return (in.i32() & VECTOR_MASK_OFF) == 0;
    }

    /// Whether an effect is switched on. The block is a descriptor, whose items are a name, a type and a
    /// value.
    private static boolean active(byte[] block) {
        var text = new String(block, StandardCharsets.ISO_8859_1);
        return !text.contains("masterFXSwitchbool\0") && text.contains("enabbool\1");
    }

    private void obstacleIf(boolean found, String what) {
        if (found && obstacle == null) {
            obstacle = what;
        }
    }

    /// Whether the layers of a group follow, up to the record with its name.
    boolean startsGroup() {
        return section == BOTTOM_OF_GROUP;
    }

    /// Whether this is the record of a group, whose layers came before.
    boolean endsGroup() {
        return section == OPEN_GROUP || section == CLOSED_GROUP;
    }

    /// The blend mode of a group, `null` when its record alone says it.
    @Nullable
    BlendMode groupMode() {
        return sectionMode;
    }

    float fill() {
        return fill;
    }

    boolean vectorMask() {
        return vectorMask;
    }

    /// Layers that are clipped to this one are not blended with it first.
    boolean separateClipping() {
        return separateClipping;
    }

    boolean transparencyIgnored() {
        return transparencyIgnored;
    }

    /// Why the layer cannot be composed, `null` when it can.
    @Nullable
    String obstacle() {
        return obstacle == null && oldEffects && !modernEffects ? "has effects" : obstacle;
    }

    private static String printable(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c <= '~') ? key : "?";
    }
}
