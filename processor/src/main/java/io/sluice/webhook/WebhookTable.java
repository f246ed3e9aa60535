package io.sluice.webhook;

import static java.util.Objects.requireNonNull;

import io.sluice.account.Webhook;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A processor that stores the accounts of organizations that have a webhook.
final class WebhookTable implements Processor<@Nullable String, byte @Nullable [], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookTable.class);

    private KeyValueStore<String, byte[]> store;

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    WebhookTable() {}

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = requireNonNull(context.getStateStore(WebhookTopology.WEBHOOKS));
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        if (record.key() == null) {
            return; // not written by the catalog
        }
        var value = record.value();
        if (value == null || webhook(value).isEmpty()) {
            store.delete(record.key());
        } else {
            store.put(record.key(), value);
        }
    }

    /// Returns the webhook of `organization`, if it has one.
    static Optional<Webhook> find(ReadOnlyKeyValueStore<String, byte[]> store, Organization organization) {
        return Optional.ofNullable(store.get(organization.name())).flatMap(WebhookTable::webhook);
    }

    private static Optional<Webhook> webhook(byte[] value) {
        try {
            var account = Topics.ORGANIZATIONS.deserializer().deserialize(Topics.ORGANIZATIONS.name(), value);
            return Optional.ofNullable(account.options().webhook());
        } catch (SerializationException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("malformed organization account ignored");
            return Optional.empty();
        }
    }
}
