package io.sluice.imaging.heif;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The items of a HEIF file and their relations: its `meta` box (ISO/IEC 14496-12, 8.11).
final class HeifItems {

    /// Coded and derived images (ISO/IEC 23008-12, 6.6 and annexes; AV1 Image File Format, 2).
    private static final Set<String> IMAGE_TYPES =
            Set.of("hvc1", "hev1", "lhv1", "av01", "avc1", "vvc1", "jpeg", "j2k1", "unci", "grid", "iovl", "iden");

    /// The relevant kinds of references: derived images, auxiliary channels, thumbnails.
    private static final Set<String> REFERENCES = Set.of("dimg", "auxl", "thmb");

    /// Maximum number of items: a grid has at most 256 × 256 tiles, so a file with more items is hostile.
    private static final int MOST_ITEMS = 100_000;

    /// Properties are numbered with 15 bits.
    private static final int MOST_PROPERTIES = 0x7FFF;

    private final ByteReader in;
    private final Map<Long, String> visibleTypes = new HashMap<>();
    private final List<IsoBox> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> associations = new HashMap<>();
    private final Map<String, List<Reference>> references = new HashMap<>();
    private int associationCount;
    private int referenceCount;
    private long primary = -1;

    private record Reference(long from, long to) {}

    private HeifItems(ByteReader in) {
        this.in = in;
    }

    static HeifItems read(ByteReader in, IsoBox meta) throws Refusal, IOException {
        var items = new HeifItems(in);
        meta.versionAndFlags(in);
        meta.children(in, meta.start() + 4, items::box);
        if (items.primary < 0) {
            throw in.corrupt("its meta box at byte " + meta.start() + " names no primary item (pitm)");
        }
        return items;
    }

    private void box(IsoBox box) throws Refusal, IOException {
        switch (ByteReader.name(box.type())) {
            case "pitm" -> primary = version(box) == 0 ? in.u16() : in.u32();
            case "iinf" -> itemInformation(box);
            case "iloc" -> new ItemLocations(in, box).check();
            case "iref" -> {
                boolean wide = version(box) > 0;
                box.children(in, box.start() + 4, reference -> reference(reference, wide));
            }
            case "iprp" -> box.children(in, box.start(), this::itemProperties);
            default -> {}
        }
    }

    private int version(IsoBox box) throws Refusal, IOException {
        return box.versionAndFlags(in) >>> 24;
    }

    private void itemInformation(IsoBox box) throws Refusal, IOException {
        int countBytes = version(box) == 0 ? 2 : 4;
        box.children(in, box.start() + 4 + countBytes, entry -> {
            if (!entry.is("infe")) {
                return;
            }
            int versionAndFlags = entry.versionAndFlags(in);
            int version = versionAndFlags >>> 24;
            if (version < 2) {
                return; // older than HEIF: no item types
            }
            long id = version == 2 ? in.u16() : in.u32();
            in.skip(2);
            boolean hidden = (versionAndFlags & 1) != 0;
            if (!hidden) {
                visibleTypes.put(id, ByteReader.name(in.i32()));
            }
            if (visibleTypes.size() > MOST_ITEMS) {
                throw in.corrupt("it has more than " + MOST_ITEMS + " items");
            }
        });
    }

    private void reference(IsoBox box, boolean wide) throws Refusal, IOException {
        long from = wide ? in.u32() : in.u16();
        int count = in.u16();
        String kind = ByteReader.name(box.type());
        if (!REFERENCES.contains(kind)) {
            return;
        }
        var list = references.computeIfAbsent(kind, _ -> new ArrayList<>());
        for (int i = 0; i < count; i++) {
            list.add(new Reference(from, wide ? in.u32() : in.u16()));
        }
        referenceCount += count;
        if (referenceCount > MOST_ITEMS) {
            throw in.corrupt("it has more than " + MOST_ITEMS + " references");
        }
    }

    private void itemProperties(IsoBox box) throws Refusal, IOException {
        if (box.is("ipco")) {
            box.children(in, box.start(), this::property);
        } else if (box.is("ipma")) {
            int versionAndFlags = box.versionAndFlags(in);
            boolean wideItem = versionAndFlags >>> 24 > 0;
            boolean wideIndex = (versionAndFlags & 1) != 0;
            long entries = in.u32();
            for (long i = 0; i < entries && in.position() < box.end(); i++) {
                long item = wideItem ? in.u32() : in.u16();
                int count = in.u8();
                var indexes = new ArrayList<Integer>(count);
                for (int k = 0; k < count; k++) {
                    indexes.add(wideIndex ? in.u16() & 0x7FFF : in.u8() & 0x7F); // upper bit: essential
                }
                associations.put(item, indexes);
                associationCount += count + 1;
                if (associationCount > 10 * MOST_ITEMS || associations.size() > MOST_ITEMS) {
                    throw in.corrupt("it has more than " + MOST_ITEMS
                            + " items with properties, or they have ten times as many");
                }
            }
        }
    }

    private void property(IsoBox box) throws Refusal {
        if (properties.size() == MOST_PROPERTIES) {
            throw in.corrupt("it has more than " + MOST_PROPERTIES + " properties");
        }
        properties.add(box);
    }

    long primary() {
        return primary;
    }

    HeifProperties propertiesOf(long item) throws Refusal, IOException {
        return HeifProperties.read(in, item, boxesOf(item));
    }

    private List<IsoBox> boxesOf(long item) throws Refusal {
        var boxes = new ArrayList<IsoBox>();
        for (int index : associations.getOrDefault(item, List.of())) {
            if (index > properties.size()) {
                throw in.corrupt("item " + item + " names property " + index + " of " + properties.size());
            }
            if (index > 0) { // 0 means none
                boxes.add(properties.get(index - 1));
            }
        }
        return boxes;
    }

    /// Returns the items from which an item is derived: the tiles of a grid, the layers of an overlay.
    List<Long> partsOf(long item) {
        return references.getOrDefault("dimg", List.of()).stream()
                .filter(reference -> reference.from == item)
                .map(Reference::to)
                .toList();
    }

    /// Whether an item or a part of it has an alpha channel.
    boolean hasAlpha(long item) throws Refusal, IOException {
        var shown = new HashSet<>(partsOf(item));
        shown.add(item);
        var auxiliaries = references.getOrDefault("auxl", List.of()).stream()
                .filter(reference -> shown.contains(reference.to))
                .map(Reference::from)
                .collect(Collectors.toSet());
        for (long auxiliary : auxiliaries) {
            // An item may have hundreds of properties; only the one with its purpose is read.
            var purposes = boxesOf(auxiliary).stream()
                    .filter(box -> box.is("auxC"))
                    .limit(1)
                    .toList();
            if (HeifProperties.read(in, auxiliary, purposes).alpha()) {
                return true;
            }
        }
        return false;
    }

    /// Returns the number of separate images: not hidden, no thumbnail, no auxiliary channel, no part of
    /// another.
    int images() {
        var others = new HashSet<Long>();
        references.getOrDefault("thmb", List.of()).forEach(reference -> others.add(reference.from));
        references.getOrDefault("auxl", List.of()).forEach(reference -> others.add(reference.from));
        references.getOrDefault("dimg", List.of()).forEach(reference -> others.add(reference.to));
        others.add(primary);
        long more = visibleTypes.entrySet().stream()
                .filter(item -> IMAGE_TYPES.contains(item.getValue()) && !others.contains(item.getKey()))
                .count();
        return 1 + (int) more;
    }
}
