/// Configuration from environment variables: [io.sluice.config.Setting] describes one setting,
/// [io.sluice.config.Settings] reads the environment and reports all problems together. Each feature declares
/// its own settings.
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
