package io.sluice.standalone.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/// The output of a command about its result.
///
/// @param json whether it is for programs
record ResultOutput(PrintWriter out, boolean json) {

    /// Prints the result in one of its two forms.
    void print(JsonNode facts, String text) {
        out.println(json ? facts : text);
        out.flush();
    }
}
