package io.sluice.standalone.deadletter;

import io.sluice.standalone.console.CommandFailure;

/// Where a dead letter lies on `sluice.dead-letters`, as text such as `3-17`.
record LetterId(int partition, long offset) {

    /// @throws CommandFailure when `text` is no id
    static LetterId parse(String text) {
        var parts = text.split("-", -1);
        try {
            if (parts.length == 2) {
                return new LetterId(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw new CommandFailure(wrong(text), e);
        }
        throw new CommandFailure(wrong(text));
    }

    private static String wrong(String text) {
        return "\"" + text
                + "\" is no dead letter: they are called as \"sluice dead-letters list\" shows them, as in 3-17";
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
