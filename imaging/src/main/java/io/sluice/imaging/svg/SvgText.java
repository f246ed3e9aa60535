package io.sluice.imaging.svg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Magic;
import io.sluice.imaging.read.Refusal;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The characters of an SVG: inflated if need be, in the encoding they are in (XML 1.0, appendix F), without
/// the long stretches that [MarkupTrimmer] leaves out.
///
/// What goes wrong while an XML reader pulls is kept for [#rethrowFailure], because such readers wrap and
/// lose causes.
final class SvgText extends Reader {

    /// Most characters of an inflated svgz, twice what the largest drawings have.
    private static final long MOST_INFLATED = 32L * 1024 * 1024;

    private static final int PROLOG_BYTES = 1024;

    private static final Pattern ENCODING =
            Pattern.compile("^\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

    private final ByteReader in;
    private final boolean namesSvg;
    private final Reader characters;
    private final long most;
    private final MarkupTrimmer trimmer = new MarkupTrimmer();
    private final char[] raw = new char[8 * 1024];
    private int rawFrom;
    private int rawTo;
    private long read;
    private @Nullable Refusal failure;
    private @Nullable IOException unreachable;

    private SvgText(ByteReader in, boolean namesSvg, Reader characters, long most) {
        this.in = in;
        this.namesSvg = namesSvg;
        this.characters = characters;
        this.most = most;
    }

    /// Opens the text at the start of the file.
    static SvgText open(ByteReader in) throws Refusal, IOException {
        in.seek(0);
        boolean compressed = in.u16() == 0x1F8B;
        in.seek(0);
        try {
            InputStream bytes = new FileStream(in);
            if (compressed) {
                bytes = new GZIPInputStream(bytes, 8 * 1024);
            }
            byte[] prolog = bytes.readNBytes(PROLOG_BYTES);
            var charset = charset(in, prolog);
            var whole = new SequenceInputStream(new ByteArrayInputStream(prolog), bytes);
            // A decoder made from the charset reports what it cannot decode; one made from its name replaces it.
            var reader = new InputStreamReader(whole, charset.newDecoder());
            boolean namesSvg = new String(prolog, charset).contains("<svg");
            return new SvgText(in, namesSvg, reader, compressed ? MOST_INFLATED : Long.MAX_VALUE);
        } catch (ZipException | EOFException _) {
            throw in.corrupt("its gzip data is damaged before byte " + in.position());
        } catch (RefusedInput e) {
            throw e.refusal;
        }
    }

    private static Charset charset(ByteReader in, byte[] prolog) throws Refusal {
        if (Magic.hex(prolog, 0, "FEFF") || Magic.hex(prolog, 0, "FFFE")) {
            return StandardCharsets.UTF_16; // reads the byte order mark
        }
        if (Magic.hex(prolog, 0, "003C")) {
            return StandardCharsets.UTF_16BE;
        }
        if (Magic.hex(prolog, 0, "3C00")) {
            return StandardCharsets.UTF_16LE;
        }
        var declared = ENCODING.matcher(new String(prolog, StandardCharsets.ISO_8859_1));
        if (Magic.hex(prolog, 0, "EFBBBF") || !declared.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw in.corrupt("its encoding " + e.getMessage() + " is unknown");
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        try {
            int kept = 0;
            while (kept == 0 && length > 0) {
                if (rawFrom == rawTo && !fill()) {
                    return -1;
                }
                // The trimmer may add a few characters that it held back.
                int count = Math.clamp(length - MarkupTrimmer.MOST_ADDED, 1, rawTo - rawFrom);
                kept = trimmer.trim(raw, rawFrom, rawFrom + count, target, offset);
                rawFrom += count;
                if (trimmer.documentTypeTooLong()) {
                    throw new RefusedInput(in.corrupt("its document type is too long"));
                }
                var excess = trimmer.excess();
                if (excess != null) {
                    throw new RefusedInput(in.corrupt(excess));
                }
            }
            return kept;
        } catch (CharacterCodingException e) {
            failure = in.corrupt("its text is not in the encoding it declares, before byte " + in.position());
            throw e;
        } catch (ZipException | EOFException e) {
            failure = in.corrupt("its gzip data is damaged before byte " + in.position());
            throw e;
        } catch (RefusedInput e) {
            failure = e.refusal;
            throw e;
        } catch (IOException e) {
            unreachable = e;
            throw e;
        }
    }

    private boolean fill() throws IOException {
        try {
            in.requireMeans(); // a little of the file may inflate to a lot
        } catch (Refusal refusal) {
            throw new RefusedInput(refusal);
        }
        int count = characters.read(raw);
        if (count < 0) {
            return false;
        }
        rawFrom = read == 0 && raw[0] == '\uFEFF' ? 1 : 0; // a byte order mark is no part of the document
        rawTo = count;
        read += count;
        if (read > most) {
            throw new RefusedInput(in.corrupt("it inflates to more than " + most + " characters"));
        }
        return true;
    }

    /// Whether the beginning mentions an `svg` element, in what may be a broken document.
    boolean namesSvg() {
        return namesSvg;
    }

    /// Throws what made reading fail, if anything did.
    void rethrowFailure() throws Refusal, IOException {
        if (failure != null) {
            throw failure;
        }
        if (unreachable != null) {
            throw unreachable;
        }
    }

    @Override
    public void close() throws IOException {
        characters.close(); // frees the inflater; the file stays open
    }

    /// A refusal on its way through readers that know [IOException] only.
    private static final class RefusedInput extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        private RefusedInput(Refusal refusal) {
            super(refusal.getMessage());
            this.refusal = refusal;
        }
    }

    /// The file as a stream.
    private static final class FileStream extends InputStream {
        private final ByteReader in;

        private FileStream(ByteReader in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return length == 0 ? 0 : in.read(target, offset, length);
            } catch (Refusal refusal) {
                throw new RefusedInput(refusal);
            }
        }
    }
}
