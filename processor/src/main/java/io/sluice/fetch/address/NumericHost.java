package io.sluice.fetch.address;

import java.util.Optional;

/// A parser of all forms of IPv4 addresses in URLs: `127.0.0.1`, but also `2130706433`, `0x7f.1` and
/// `0177.0.0.1`. It follows the URL standard (WHATWG URL §3.5), so that the checked address is the one that
/// is connected to, whatever a library or a name server would make of such a host.
final class NumericHost {

    private NumericHost() {}

    /// Whether `host` ends in a number and so can only be an address.
    static boolean isNumeric(String host) {
        var labels = labels(host);
        var last = labels[labels.length - 1];
        return last.isEmpty()
                || last.chars().allMatch(c -> c >= '0' && c <= '9')
                || parse(last).isPresent();
    }

    /// Returns the usual dotted form of a host that [#isNumeric]; empty when it is not a valid address.
    static Optional<String> dotted(String host) {
        var labels = labels(host);
        if (labels.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < labels.length; i++) {
            var number = parse(labels[i]);
            int bytes = i == labels.length - 1 ? 4 - i : 1; // the last number fills the remaining bytes
            if (number.isEmpty() || number.get() >= 1L << (8 * bytes)) {
                return Optional.empty();
            }
            address = address << (8 * bytes) | number.get();
        }
        return Optional.of(
                (address >> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff));
    }

    private static String[] labels(String host) {
        var rooted = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return rooted.split("\\.", -1);
    }

    private static Optional<Long> parse(String label) {
        int radix = 10;
        var digits = label;
        if (label.startsWith("0x") || label.startsWith("0X")) {
            radix = 16;
            digits = label.length() == 2 ? "0" : label.substring(2);
        } else if (label.length() > 1 && label.startsWith("0")) {
            radix = 8;
            digits = label.substring(1);
        }
        // more digits than any address has; also prevents an overflow
        if (digits.isEmpty() || digits.length() > 12 || digits.startsWith("+") || digits.startsWith("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(digits, radix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
