package io.sluice.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.account.ApiKey;
import io.sluice.account.UserId;
import io.sluice.command.CatalogCommand.Register;
import io.sluice.command.CatalogCommand.SignUp;
import io.sluice.command.OperationId;
import io.sluice.command.Part;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Commands for tests, told apart by what matters there.
final class Commands {

    static final Organization ACME = new Organization("acme");
    static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05.678Z");

    private Commands() {}

    static SignUp signUp(String operation, Organization organization) {
        var user = new UserId(UUID.nameUUIDFromBytes(operation.getBytes(UTF_8)));
        var key = new ApiKey(user.value(), "00", "11", ACCEPTED, "");
        return new SignUp(
                new OperationId(operation),
                Part.ONLY,
                organization,
                Trail.direct(ACCEPTED),
                user,
                "root@example.com",
                "Acme Inc.",
                key);
    }

    /// An upload of binary number `binary`, its blob named after the operation.
    static Register register(String operation, Organization organization, int binary, UserMetadata metadata) {
        return register(operation, organization, binary, metadata, blob(organization, operation));
    }

    static Register register(
            String operation, Organization organization, int binary, UserMetadata metadata, BlobKey blob) {
        return new Register(
                new OperationId(operation),
                Part.ONLY,
                organization,
                Trail.direct(ACCEPTED),
                new BinaryHash("%040x".formatted(binary)),
                "a.png",
                ImageFormat.PNG,
                1000,
                20,
                30,
                true,
                false,
                false,
                metadata,
                DynamicMetadata.NONE,
                blob);
    }

    static BlobKey blob(Organization organization, String name) {
        return new BlobKey("blobs/" + organization + "/" + name);
    }

    static UserMetadata metadata(Map<String, Integer> fields) {
        var nodes = new TreeMap<String, JsonNode>();
        fields.forEach((name, value) -> nodes.put(name, IntNode.valueOf(value)));
        return new UserMetadata(nodes);
    }

    static UserMetadata metadata(String name, String value) {
        return new UserMetadata(new TreeMap<>(Map.of(name, TextNode.valueOf(value))));
    }

    static SourceImage image(Organization organization, ImageHash hash) {
        return new SourceImage(
                organization,
                hash,
                hash.shortened(40),
                new BinaryHash("0".repeat(40)),
                ACCEPTED,
                null,
                "a.png",
                ImageFormat.PNG,
                1000,
                20,
                30,
                false,
                false,
                true,
                false,
                UserMetadata.NONE,
                DynamicMetadata.NONE,
                blob(organization, hash.value()),
                41,
                "op-1#0");
    }
}
