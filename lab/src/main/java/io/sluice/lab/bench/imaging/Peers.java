package io.sluice.lab.bench.imaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other programs: those that are installed and those that are missing.
///
/// @param contenders installed programs
/// @param missing    a sentence for each missing program
record Peers(List<Program> contenders, List<String> missing) {

    private static final Path HERE = Path.of("").toAbsolutePath();

    /// Keeps 16 bits per sample, which sharp does only on request.
    private static final String SHARP = """
            const sharp = require('sharp');
            const [source, destination] = process.argv.slice(1);
            sharp.cache(false);
            sharp(source, {limitInputPixels: false}).metadata()
              .then(m => {
                const wide = m.depth === 'ushort';
                const image = sharp(source, {limitInputPixels: false});
                return (wide ? image.toColourspace('rgb16') : image)
                  .png({adaptiveFiltering: ADAPTIVE}).toFile(destination);
              })
              .catch(e => { console.error(e.message); process.exit(1); });
            """;

    Peers {
        contenders = List.copyOf(contenders);
        missing = List.copyOf(missing);
    }

    /// @param path           value of the variable PATH
    /// @param sharpDirectory directory with sharp in its `node_modules`, `null` when none was given
    static Peers find(String path, @Nullable Path sharpDirectory) {
        var contenders = new ArrayList<Program>();
        var missing = new ArrayList<String>();
        Program.find("vips", path)
                .ifPresentOrElse(
                        vips -> {
                            contenders.add(vips("vips", vips, ""));
                            contenders.add(vips("vips, all filters", vips, "[filter=all]"));
                        },
                        () -> missing.add("vips is not in the PATH (apt install libvips-tools, brew install vips)"));
        Program.find("magick", path)
                .or(() -> Program.find("convert", path))
                .ifPresentOrElse(
                        magick -> contenders.add(magick(magick)),
                        () -> missing.add(
                                "ImageMagick is not in the PATH (apt install imagemagick, brew install imagemagick)"));
        addSharp(path, sharpDirectory, contenders, missing);
        return new Peers(contenders, missing);
    }

    private static void addSharp(
            String path, @Nullable Path directory, List<Program> contenders, List<String> missing) {
        var node = Program.find("node", path);
        if (directory == null) {
            missing.add("sharp: give the directory where \"npm install sharp\" was run, with --sharp");
        } else if (node.isEmpty()) {
            missing.add("sharp: node is not in the PATH");
        } else if (!Files.isDirectory(directory.resolve("node_modules/sharp"))) {
            missing.add("sharp: there is none in " + directory.resolve("node_modules"));
        } else {
            contenders.add(sharp("sharp", node.get(), directory, "false"));
            contenders.add(sharp("sharp, adaptive", node.get(), directory, "true"));
        }
    }

    private static Program vips(String name, Path vips, String options) {
        return new Program(
                name, List.of(vips.toString(), "copy", Program.SOURCE, Program.DESTINATION + options), false, HERE);
    }

    /// Creates the command of ImageMagick for the first image alone: that of a PSD is the merged one.
    private static Program magick(Path magick) {
        return new Program(
                "ImageMagick",
                List.of(magick.toString(), Program.SOURCE + "[0]", "png:" + Program.DESTINATION),
                false,
                HERE);
    }

    private static Program sharp(String name, Path node, Path directory, String adaptive) {
        return new Program(
                name,
                List.of(
                        node.toString(),
                        "-e",
                        SHARP.replace("ADAPTIVE", adaptive),
                        Program.SOURCE,
                        Program.DESTINATION),
                true,
                directory);
    }
}
