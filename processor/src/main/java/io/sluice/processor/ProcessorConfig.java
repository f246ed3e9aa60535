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

/// What a processor does and how.
///
/// @param roles     which of its parts run here
/// @param catalog   the deciding topology
/// @param worker    the upload workers
/// @param webhooks  how organizations are told what has ended
/// @param optimizer how much of the machine conversions may take
public record ProcessorConfig(
        Set<ProcessorRole> roles,
        CatalogConfig catalog,
        WorkerConfig worker,
        WebhookConfig webhooks,
        OptimizerConfig optimizer) {

    public static final Setting<Set<ProcessorRole>> ROLES = new Setting<>(
            "SLUICE_ROLES",
            ProcessorRole.all(),
            "what this process does: worker works on uploads and removes blobs, catalog decides, schedules retries and"
                    + " tells webhooks",
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
