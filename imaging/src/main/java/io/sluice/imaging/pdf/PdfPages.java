package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The page tree of a PDF (ISO 32000-2, 7.7.3): its first page and the number of pages.
final class PdfPages {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 20_000;

    /// Attributes that pages inherit from the nodes above them (7.7.3.4).
    private static final List<String> INHERITED = List.of("MediaBox", "CropBox", "Rotate");

    /// The size of a page.
    ///
    /// @param width  width of the visible page after rotation, in points
    /// @param height see `width`
    record Page(double width, double height) {}

    /// A rectangle with ordered corners.
    private record Box(double left, double bottom, double right, double top) {
        private boolean isEmpty() {
            return !(right > left && top > bottom);
        }

        private Box within(Box other) {
            return new Box(
                    Math.max(left, other.left),
                    Math.max(bottom, other.bottom),
                    Math.min(right, other.right),
                    Math.min(top, other.top));
        }
    }

    private final ByteReader in;
    private final PdfObjects objects;
    private final PdfValue.Dictionary root;

    PdfPages(ByteReader in, PdfObjects objects, PdfValue.Dictionary trailer) throws Refusal, IOException {
        this.in = in;
        this.objects = objects;
        var catalog = objects.dictionary(trailer, "Root");
        var pages = catalog == null ? null : objects.dictionary(catalog, "Pages");
        if (pages == null) {
            throw in.corrupt("it has no page tree");
        }
        this.root = pages;
    }

    /// Returns the first page.
    Page first() throws Refusal, IOException {
        var leaf = firstLeaf(root, new HashMap<>(), new HashSet<>(), 0);
        if (leaf == null) {
            throw in.corrupt("its page tree has no pages");
        }
        var media = box(leaf.get("MediaBox"));
        if (media == null || media.isEmpty()) {
            throw in.corrupt("its first page has no valid MediaBox");
        }
        var crop = box(leaf.get("CropBox"));
        var visible = crop == null ? media : crop.within(media);
        if (visible.isEmpty()) {
            visible = media;
        }
        double width = visible.right - visible.left;
        double height = visible.top - visible.bottom;
        boolean sideways = leaf.get("Rotate") instanceof PdfValue.Numeric(double angle) && Math.abs(angle % 180) == 90;
        return sideways ? new Page(height, width) : new Page(width, height);
    }

    /// Returns the attributes of the first page, including inherited ones, all resolved; null below a node
    /// without pages.
    private @Nullable Map<String, PdfValue> firstLeaf(
            PdfValue.Dictionary node, Map<String, PdfValue> above, Set<Integer> seen, int depth)
            throws Refusal, IOException {
        if (depth > DEEPEST) {
            throw in.corrupt("its page tree is deeper than " + DEEPEST + " levels");
        }
        var attributes = new HashMap<>(above);
        for (String key : INHERITED) {
            var value = objects.resolve(node.get(key));
            if (value != PdfValue.Constant.NULL) {
                attributes.put(key, value);
            }
        }
        if (!(objects.resolve(node.get("Kids")) instanceof PdfValue.Array(var kids))) {
            return node.hasType("Pages") ? null : attributes;
        }
        for (var kid : kids) {
            if (!isNew(kid, seen)) {
                throw in.corrupt("its page tree forms a loop at " + kid);
            }
            int held = objects.held();
            var child = objects.resolve(kid).asDictionary();
            var leaf = child == null ? null : firstLeaf(child, attributes, seen, depth + 1);
            if (leaf != null) {
                return leaf;
            }
            objects.release(held);
        }
        return null;
    }

    /// Whether a node was not seen before; always true for one without an object number.
    private boolean isNew(PdfValue kid, Set<Integer> seen) throws Refusal {
        in.step();
        boolean added = !(kid instanceof PdfValue.Reference reference) || seen.add(reference.number());
        if (seen.size() > MOST_NODES) {
            throw in.corrupt("its page tree has more than " + MOST_NODES + " nodes");
        }
        return added;
    }

    private @Nullable Box box(@Nullable PdfValue value) throws Refusal, IOException {
        if (!(value instanceof PdfValue.Array(var values)) || values.size() < 4) {
            return null;
        }
        double[] corners = new double[4];
        for (int i = 0; i < 4; i++) {
            if (!(objects.resolve(values.get(i)) instanceof PdfValue.Numeric(double corner))) {
                return null;
            }
            corners[i] = corner;
        }
        return new Box(
                Math.min(corners[0], corners[2]),
                Math.min(corners[1], corners[3]),
                Math.max(corners[0], corners[2]),
                Math.max(corners[1], corners[3]));
    }

    /// Returns the number of pages: the number in the root, if the file has as many objects; otherwise counts
    /// them.
    int count(int objectsInFile) throws Refusal, IOException {
        int declared = objects.resolve(root.get("Count")).asInt(0, objectsInFile);
        return declared > 0 ? declared : Math.max(1, leaves(root, new HashSet<>(), 0));
    }

    private int leaves(PdfValue.Dictionary node, Set<Integer> seen, int depth) throws Refusal, IOException {
        if (depth > DEEPEST) {
            throw in.corrupt("its page tree is deeper than " + DEEPEST + " levels");
        }
        if (!(objects.resolve(node.get("Kids")) instanceof PdfValue.Array(var kids))) {
            return node.hasType("Pages") ? 0 : 1;
        }
        int leaves = 0;
        for (var kid : kids) {
            int held = objects.held();
            var child = isNew(kid, seen) ? objects.resolve(kid).asDictionary() : null;
            leaves += child == null ? 0 : leaves(child, seen, depth + 1);
            objects.release(held);
        }
        return leaves;
    }
}
