package io.sluice.standalone.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.standalone.client.MultipartForm;
import java.io.FileNotFoundException;
import java.util.List;

/// The form that uploads items, with the details of each: all fields of an item have its position as index.
final class ItemForm {

    private ItemForm() {}

    /// @param items files, or one URL
    /// @param bulk  whether the uploads let others go first
    static MultipartForm of(List<? extends Item> items, boolean bulk) throws FileNotFoundException {
        var form = new MultipartForm();
        for (var index = 0; index < items.size(); index++) {
            add(form, items.get(index), "[" + index + "]", bulk);
        }
        return form;
    }

    private static void add(MultipartForm form, Item item, String index, boolean bulk) throws FileNotFoundException {
        var details = item.details();
        switch (item) {
            case Item.LocalFile file -> {
                var name = details.name();
                form.file(
                        "filedata" + index,
                        name == null ? String.valueOf(file.path().getFileName()) : name,
                        file.path());
            }
            case Item.Url url -> form.field("url" + index, url.location());
        }
        if (bulk) {
            form.field("options" + index + "[bulk]", "true");
        }
        details.options()
                .properties()
                .forEach(option -> form.field(
                        "options" + index + "[" + option.getKey() + "]",
                        option.getValue().asText()));
        addUnlessEmpty(form, "meta_user" + index, details.userMetadata());
        addUnlessEmpty(form, "meta_dynamic" + index, details.dynamicMetadata());
    }

    private static void addUnlessEmpty(MultipartForm form, String field, ObjectNode metadata) {
        if (!metadata.isEmpty()) {
            form.field(field, metadata.toString());
        }
    }
}
