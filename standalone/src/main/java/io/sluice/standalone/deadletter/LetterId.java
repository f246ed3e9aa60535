package io.sluice.standalone.deadletter;

import io.sluice.standalone.terminal.CommandFailure;

/// The position of a dead letter on `sluice.dead-letters`, as text such as `3-17`.
record LetterId(int partition, long offset) {

    /// Parses an id.
    /// @throws CommandFailure when `text` is not an id
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
                + "\" is not the id of a dead letter: use an id of \"sluice dead-letters list\", such as 3-17";
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
