/// How settings are read: [io.sluice.config.Setting] describes one, [io.sluice.config.Settings] reads them all from the
/// environment and reports every problem at once. The settings themselves live with the features they belong to.
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
