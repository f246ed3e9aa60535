package io.sluice.imaging.psd.layers;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.layers.Element.Group;
import io.sluice.imaging.psd.layers.Element.HidingMask;
import io.sluice.imaging.psd.layers.Element.Pixels;
import io.sluice.imaging.psd.structure.PsdHeader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a tree of the visible elements out of the layer records of a document, as far as it can be composed.
final class LayerTree {

    /// Photoshop nests ten; each needs a picture of its own while a band is composed.
    private static final int DEEPEST = 16;

    /// Layers that hide under another one are not opened, so the tree is made of what is seen before anything
    /// is read.
    ///
    /// @param elements from the bottom to the top
    private record Folder(List<Branch> elements) {}

    /// @param folder `null` for a layer
    private record Branch(LayerRecord layer, @Nullable Folder folder, List<Branch> clipped) {}

    private final FileBytes file;
    private final PsdHeader header;
    private final Area canvas;
    private final ComposingCost cost;

    private LayerTree(FileBytes file, PsdHeader header, ComposingCost cost) {
        this.file = file;
        this.header = header;
        this.canvas = new Area(0, 0, header.size().width(), header.size().height());
        this.cost = cost;
    }

    /// @param layers from the bottom to the top
    /// @throws UndecodableException when a visible layer needs what is not understood here, with the reason
    static List<Element> of(FileBytes file, PsdHeader header, List<LayerRecord> layers) throws IOException {
        var tree = new LayerTree(file, header, new ComposingCost());
        return tree.open(folders(layers), 1);
    }

    private static Folder folders(List<LayerRecord> layers) throws UndecodableException {
        Deque<Folder> open = new ArrayDeque<>();
        open.push(new Folder(new ArrayList<>()));
        for (var layer : layers) {
            if (layer.extras().startsGroup()) {
                open.push(new Folder(new ArrayList<>()));
            } else if (layer.extras().endsGroup()) {
                Folder group = open.pop();
                if (open.isEmpty()) {
                    throw obstacle(layer, "ends a group that has no beginning");
                }
                open.element().elements.add(new Branch(layer, group, new ArrayList<>()));
            } else {
                open.element().elements.add(new Branch(layer, null, new ArrayList<>()));
            }
        }
        if (open.size() > 1) {
            throw impossible("a group of its layers has no end");
        }
        return open.pop();
    }

    private List<Element> open(Folder folder, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw impossible("its groups are nested more than " + DEEPEST + " deep");
        }
        var opened = new ArrayList<Element>();
        for (var branch : clipped(folder.elements)) {
            opened.add(open(branch, depth));
        }
        return opened;
    }

    /// The visible elements, those that are clipped with those that they are clipped to: the next one below.
    private static List<Branch> clipped(List<Branch> branches) throws UndecodableException {
        var visible = new ArrayList<Branch>();
        Branch base = null;
        for (var branch : branches) {
            var layer = branch.layer;
            if (!layer.blending().clipped()) {
                base = branch;
                if (layer.visible()) {
                    visible.add(branch);
                }
            } else if (layer.visible()) {
                if (base == null) {
                    throw obstacle(layer, "is clipped to a layer that is not there");
                }
                base.clipped.add(branch);
            }
        }
        return visible;
    }

    private Element open(Branch branch, int depth) throws IOException {
        LayerRecord layer = branch.layer;
        BlendMode mode = mode(branch);
        float share = layer.blending().opacity() * layer.blending().fill();
        var clipped = new ArrayList<Element>();
        for (var above : branch.clipped) {
            Element element = open(above, depth);
            if (element.passesThrough()) {
                throw obstacle(above.layer, "is a group that passes through although it is clipped");
            }
            clipped.add(element);
        }
        HidingMask mask = mask(layer);
        if (branch.folder != null) {
            List<Element> elements = open(branch.folder, depth + 1);
            Area area = elements.stream().map(Element::area).reduce(Area.EMPTY, Area::and);
            cost.add(area.pixels());
            return new Element(area, new Group(elements), mode, share, mask, clipped);
        }
        Pixels pixels = pixels(layer);
        return new Element(pixels.area().within(canvas), pixels, mode, share, mask, clipped);
    }

    /// The blend mode of a branch, if all that its layer needs is understood.
    private BlendMode mode(Branch branch) throws UndecodableException {
        var layer = branch.layer;
        var extras = layer.extras();
        var blending = layer.blending();
        BlendMode ofGroup = branch.folder == null ? null : extras.groupMode();
        BlendMode mode = ofGroup == null ? blending.mode() : ofGroup;
        String obstacle = extras.obstacle();
        if (obstacle != null) {
            throw obstacle(layer, obstacle);
        }
        if (mode == null || (mode == BlendMode.PASS_THROUGH && branch.folder == null)) {
            throw obstacle(layer, "has an unknown blend mode");
        }
        if (mode.nonSeparable() && header.mode() != PsdHeader.RGB) {
            throw obstacle(layer, "has a blend mode that only RGB has");
        }
        if (mode.fillsItsOwnWay() && (blending.fill() < 1 || extras.transparencyIgnored())) {
            throw obstacle(layer, "is not filled, in a blend mode where fill is not opacity");
        }
        boolean base = !branch.clipped.isEmpty();
        if (base && (blending.fill() < 1 || extras.separateClipping() || mode == BlendMode.PASS_THROUGH)) {
            throw obstacle(layer, "is blended apart from the layers that are clipped to it");
        }
        return mode;
    }

    private static UndecodableException obstacle(LayerRecord layer, String what) {
        return impossible("its layer " + layer.number() + " " + what);
    }

    /// Why a document cannot be composed.
    static UndecodableException impossible(String why) {
        return new UndecodableException(
                "it was saved without a merged image, and " + why + "; save it with \"Maximize compatibility\"");
    }

    private @Nullable HidingMask mask(LayerRecord layer) throws IOException {
        Mask mask = layer.mask();
        boolean rendered = mask != null && mask.rendered();
        if (layer.extras().vectorMask() && !rendered) {
            throw obstacle(layer, "has a vector mask");
        }
        if (mask == null) {
            return null;
        }
        if (mask.blurred()) {
            throw obstacle(layer, "has a feathered mask");
        }
        var stored = layer.channels().get(LayerRecord.MASK);
        ChannelRows samples = mask.area().isEmpty() || stored == null ? null : rows(stored, mask.area());
        return new HidingMask(mask, samples);
    }

    private Pixels pixels(LayerRecord layer) throws IOException {
        Area area = layer.area();
        if (area.within(canvas).isEmpty()) {
            return new Pixels(Area.EMPTY, List.of(), null);
        }
        var colors = new ArrayList<ChannelRows>();
        for (int id = 0; id < header.colorChannels(); id++) {
            var stored = layer.channels().get(id);
            if (stored == null) {
                throw obstacle(layer, "has no channel " + id);
            }
            colors.add(rows(stored, area));
        }
        var coverage = layer.channels().get(LayerRecord.TRANSPARENCY);
        return new Pixels(area, colors, coverage == null ? null : rows(coverage, area));
    }

    private ChannelRows rows(LayerRecord.StoredChannel stored, Area area) throws IOException {
        int rowBytes = Math.toIntExact((long) area.width() * header.depth() / 8);
        var shape = new ChannelRows.Shape(rowBytes, area.height(), header.depth(), header.large());
        ChannelRows rows = ChannelRows.open(file, stored, shape);
        if (rows.sequential()) {
            cost.addStream();
            cost.add(area.pixels());
        } else {
            // outside of the document, rows are not read and columns are not blended
            cost.add((long) area.within(canvas).height() * area.width());
        }
        return rows;
    }
}
