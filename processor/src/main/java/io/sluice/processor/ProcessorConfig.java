package io.sluice.processor;

import io.sluice.catalog.CatalogConfig;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.service.FoundationConfig;
import io.sluice.webhook.WebhookConfig;
import io.sluice.worker.WorkerConfig;
import java.util.List;
import java.util.Set;

/// The configuration of a processor.
///
/// @param roles     roles of this process
/// @param catalog   the deciding topology
/// @param worker    the upload workers
/// @param webhooks  the delivery of webhook messages
/// @param optimizer resources of conversions
public record ProcessorConfig(
        Set<ProcessorRole> roles,
        CatalogConfig catalog,
        WorkerConfig worker,
        WebhookConfig webhooks,
        OptimizerConfig optimizer) {

    public static final Setting<Set<ProcessorRole>> ROLES = new Setting<>(
            "SLUICE_ROLES",
            ProcessorRole.all(),
            "Roles of this process: worker processes uploads and deletes blobs, catalog decides, schedules retries and"
                    + " sends webhook messages",
            false,
            ProcessorRole::parse);

    public static final List<Setting<?>> SETTINGS = FoundationConfig.distinct(
            List.of(ROLES),
            WorkerConfig.SETTINGS,
            OptimizerSettings.ALL,
            CatalogConfig.SETTINGS,
            WebhookConfig.SETTINGS);

    public ProcessorConfig {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a processor has at least one of the roles " + ProcessorRole.all());
        }
        roles = Set.copyOf(roles);
    }

    public static ProcessorConfig from(Settings settings) {
        return new ProcessorConfig(
                settings.get(ROLES),
                CatalogConfig.from(settings),
                WorkerConfig.from(settings),
                WebhookConfig.from(settings),
                OptimizerSettings.from(settings));
    }
}
