package io.sluice.processor;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.imaging.OptimizerConfig;
import java.util.List;

/// The settings of conversions, from which the [OptimizerConfig] of the imaging library is created.
public final class OptimizerSettings {

    public static final Setting<Long> CELLS = Setting.number(
            "SLUICE_CONVERSION_CELLS",
            OptimizerConfig.DEFAULTS.cells(),
            1,
            1_000,
            "Number of child processes that convert images, each one image at a time");

    public static final Setting<Long> THREADS = Setting.number(
            "SLUICE_CONVERSION_THREADS",
            OptimizerConfig.DEFAULTS.threads(),
            1,
            1_000,
            "Threads per conversion (default: one for each processor)");

    public static final Setting<Long> CELL_HEAP = Setting.number(
            "SLUICE_CONVERSION_HEAP_BYTES",
            OptimizerConfig.DEFAULTS.cellHeap(),
            64L << 20,
            1L << 40,
            "Usual heap of each child process");

    public static final Setting<Long> LARGEST_HEAP = Setting.number(
            "SLUICE_CONVERSION_LARGEST_HEAP_BYTES",
            OptimizerConfig.DEFAULTS.largestHeap(),
            64L << 20,
            1L << 40,
            "Heap of the process for an image that must be completely in memory; larger images are refused");

    public static final Setting<Long> DECODED_BUDGET = Setting.number(
            "SLUICE_CONVERSION_DECODED_BYTES",
            OptimizerConfig.DEFAULTS.decodedBudget(),
            1,
            1L << 40,
            "Maximum bytes of decoded pixels of all images being converted; further images wait");

    public static final List<Setting<?>> ALL = List.of(CELLS, THREADS, CELL_HEAP, LARGEST_HEAP, DECODED_BUDGET);

    private OptimizerSettings() {}

    static OptimizerConfig from(Settings settings) {
        return new OptimizerConfig(
                Math.toIntExact(settings.get(CELLS)),
                settings.get(CELL_HEAP),
                settings.get(LARGEST_HEAP),
                Math.toIntExact(settings.get(THREADS)),
                settings.get(DECODED_BUDGET));
    }
}
