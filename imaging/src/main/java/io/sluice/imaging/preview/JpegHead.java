package io.sluice.imaging.preview;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The segments of a JPEG before its first scan that decoding depends on (ITU-T T.81, annex B).
///
/// @param coefficientBytes memory for the coefficients of all blocks, which a decoder needs if there are
///                         several scans; 0 if there is one
/// @param profile          the profile in APP2 segments (ICC.1:2022, B.4); null when there is none
record JpegHead(long coefficientBytes, @Nullable IccProfile profile) {

    private static final int SOF0 = 0xC0;
    private static final int SOF15 = 0xCF;
    private static final int DHT = 0xC4;
    private static final int DAC = 0xCC;
    private static final int SOS = 0xDA;
    private static final int APP2 = 0xE2;
    private static final int LARGEST_PROFILE = 4 << 20;
    private static final String PROFILE = "ICC_PROFILE\0";

    static JpegHead read(ImageBytes bytes) throws IOException, Refusal {
        var in = new ByteReader(bytes, ImageFormat.JPEG, new byte[0]);
        var parts = new TreeMap<Integer, byte[]>();
        long blocks = 0;
        int components = 0;
        in.seek(2);
        while (true) {
            in.step();
            int code = in.u8();
            if (code < SOF0 || code == 0xFF || (code >= 0xD0 && code <= 0xD9)) {
                continue; // fill bytes, and markers without a length
            }
            long start = in.position();
            int length = in.u16();
            if (code == SOS) {
                boolean several = in.u8() < components || blocks < 0;
                return new JpegHead(several ? Math.abs(blocks) * 128 : 0, profile(parts));
            }
            if (code <= SOF15 && code != DHT && code != DAC) {
                blocks = blocks(in);
                in.seek(start + 7);
                components = in.u8();
                blocks = code == 0xC2 ? -blocks : blocks; // progressive
            } else if (code == APP2 && length > 16 && in.startsWith(PROFILE)) {
                in.skip(PROFILE.length());
                int number = in.u8();
                in.skip(1);
                parts.putIfAbsent(number, in.bytes(length - 16));
            }
            in.seek(start + length);
        }
    }

    /// Returns the number of blocks of 64 coefficients of 16 bits.
    private static long blocks(ByteReader in) throws IOException, Refusal {
        in.skip(1);
        long height = in.u16();
        long width = in.u16();
        int components = in.u8();
        var factors = new int[components];
        int widest = 1;
        int highest = 1;
        for (int i = 0; i < components; i++) {
            in.skip(1);
            factors[i] = in.u8();
            in.skip(1);
            widest = Math.max(widest, factors[i] >> 4);
            highest = Math.max(highest, factors[i] & 15);
        }
        long blocks = 0;
        for (int factor : factors) {
            blocks += Math.ceilDiv(width * (factor >> 4), 8L * widest)
                    * Math.ceilDiv(height * (factor & 15), 8L * highest);
        }
        return blocks;
    }

    private static @Nullable IccProfile profile(Map<Integer, byte[]> parts) {
        long length = parts.values().stream().mapToLong(part -> part.length).sum();
        if (length == 0 || length > LARGEST_PROFILE) {
            return null;
        }
        var profile = new ByteArrayOutputStream();
        parts.values().forEach(profile::writeBytes);
        return new IccProfile(profile.toByteArray());
    }
}
