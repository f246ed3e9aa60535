package io.sluice.imaging.cell;

import com.luciad.imageio.webp.WebPWriter;
import com.twelvemonkeys.image.ImageUtil;
import com.twelvemonkeys.imageio.ImageReaderBase;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.io.enc.Decoder;
import com.twelvemonkeys.lang.StringUtil;
import io.sluice.command.Rejection;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import kotlin.jvm.internal.Intrinsics;

/// The class path of a [Cell]: the jars or directories of this library and of the libraries that decoding and
/// encoding need, and nothing else of the class path of this process.
final class CellClassPath {

    /// One class of each jar that a cell needs. `Rejection` stands for the jar of the contract, of which only
    /// types without dependencies are used.
    private static final List<Class<?>> ONE_OF_EACH = List.of(
            CellMain.class,
            Rejection.class,
            TIFFImageReaderSpi.class,
            ImageReaderBase.class,
            Directory.class,
            StringUtil.class,
            Decoder.class,
            ImageUtil.class,
            WebPWriter.class,
            // WebPWriter is written in Kotlin
            Intrinsics.class);

    private CellClassPath() {}

    /// Returns the jars and directories, each once.
    static List<Path> entries() {
        return ONE_OF_EACH.stream().map(CellClassPath::origin).distinct().toList();
    }

    /// Returns the entries as the option `-cp` takes them.
    static String text() {
        return entries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("the jar of " + type.getName() + " is unknown");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(
                    "the jar of " + type.getName() + " has no path: " + source.getLocation(), e);
        }
    }
}
