package io.sluice.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The time format of the API: `2019-12-10T11:13:24+00:00`, in UTC and whole seconds. Clients parse RFC 3339
/// with a numeric offset and accept neither `Z` nor `+0000`.
public final class WireTime {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private WireTime() {}

    public static String format(Instant time) {
        return FORM.format(time);
    }
}
