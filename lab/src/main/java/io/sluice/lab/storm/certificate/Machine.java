package io.sluice.lab.storm.certificate;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.standalone.terminal.Units;
import java.lang.management.ManagementFactory;

/// The description of this machine and its JVM.
final class Machine {

    private Machine() {}

    static String text() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + memory() + " of memory, "
                + System.getProperty("os.name") + ' ' + System.getProperty("os.arch") + ", "
                + System.getProperty("java.vm.name") + ' ' + Runtime.version();
    }

    private static String memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Units.bytes(system.getTotalMemorySize())
                : "an unknown amount";
    }
}
