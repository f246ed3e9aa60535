/// `sluice storm`: all services as processes of this machine, clients that write down what they are told, a
/// saboteur that breaks something every few seconds, and a verdict whether anything was lost. Start with
/// [io.sluice.lab.storm.Storm]; [io.sluice.lab.storm.Verdict] is what it comes to.
@NullMarked
package io.sluice.lab.storm;

import org.jspecify.annotations.NullMarked;
