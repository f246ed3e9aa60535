package io.sluice.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.account.ApiKey;
import io.sluice.account.Limits;
import io.sluice.account.Membership;
import io.sluice.account.PersonalHome;
import io.sluice.account.Role;
import io.sluice.account.UserId;
import io.sluice.account.Webhook;
import io.sluice.command.AccountCommand.AddApiKey;
import io.sluice.command.AccountCommand.AddMember;
import io.sluice.command.AccountCommand.CreateOrganization;
import io.sluice.command.AccountCommand.CreateUser;
import io.sluice.command.AccountCommand.RemoveApiKey;
import io.sluice.command.AccountCommand.RemoveMembership;
import io.sluice.command.AccountCommand.RemoveWebhook;
import io.sluice.command.AccountCommand.SetLimits;
import io.sluice.command.AccountCommand.SetMembership;
import io.sluice.command.AccountCommand.SetWebhook;
import io.sluice.command.AccountCommand.SignUp;
import io.sluice.command.CopiedImage;
import io.sluice.command.DeletionCommand.Delete;
import io.sluice.command.DeletionCommand.DeleteBinary;
import io.sluice.command.DeletionCommand.Purge;
import io.sluice.command.DeletionCommand.Restore;
import io.sluice.command.EditCommand.EditDynamicMetadata;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.EditCommand.EditUserMetadata;
import io.sluice.command.EditCommand.Lock;
import io.sluice.command.EditCommand.Protect;
import io.sluice.command.EditCommand.Rename;
import io.sluice.command.Envelope;
import io.sluice.command.MetadataEdit;
import io.sluice.command.RegistrationCommand.Register;
import io.sluice.command.RegistrationCommand.RegisterCopies;
import io.sluice.command.Slice;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.testsupport.builder.ImageBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Commands for tests, distinguished by their relevant properties.
public final class Commands {

    public static final Organization ACME = new Organization("acme");
    static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05.678Z");

    private Commands() {}

    static SignUp signUp(String operation, Organization organization) {
        return new SignUp(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                user(operation),
                "root@example.com",
                "Acme Inc.",
                key(operation));
    }

    static CreateUser createUser(String operation) {
        var user = user(operation);
        return new CreateUser(
                new Envelope(new OperationId(operation), Part.ONLY, PersonalHome.of(user), Trail.direct(ACCEPTED)),
                user,
                "single@example.com",
                key(operation));
    }

    /// Returns an upload of binary number `binary`; its blob has the name of the operation.
    static Register register(String operation, Organization organization, int binary, UserMetadata metadata) {
        return register(operation, organization, binary, metadata, blob(organization, operation));
    }

    static Register register(
            String operation, Organization organization, int binary, UserMetadata metadata, BlobKey blob) {
        return new Register(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                binaryHash(binary),
                "a.png",
                false,
                metadata,
                DynamicMetadata.NONE,
                new StoredContent(blob, ImageFormat.PNG, 1000, 20, 30, true, false, fromTiff()));
    }

    static Register register(
            String operation, Organization organization, int binary, DynamicMetadata dynamic, boolean isProtected) {
        var plain = register(operation, organization, binary, UserMetadata.NONE);
        return new Register(
                new Envelope(plain.operation(), plain.part(), organization, plain.trail()),
                plain.binaryHash(),
                plain.name(),
                isProtected,
                plain.userMetadata(),
                dynamic,
                plain.content());
    }

    /// Returns the same upload when it stores the received bytes.
    static Register unconverted(Register command, ImageFormat format, @Nullable Optimization optimization) {
        var content = command.content();
        return new Register(
                command.envelope(),
                command.binaryHash(),
                command.name(),
                command.isProtected(),
                command.userMetadata(),
                command.dynamicMetadata(),
                new StoredContent(
                        content.blob(),
                        format,
                        content.size() + 1,
                        content.width(),
                        content.height(),
                        content.opaque(),
                        content.animated(),
                        optimization));
    }

    static Register acceptedAt(Register command, Instant accepted) {
        return new Register(
                new Envelope(command.operation(), command.part(), command.organization(), Trail.direct(accepted)),
                command.binaryHash(),
                command.name(),
                command.isProtected(),
                command.userMetadata(),
                command.dynamicMetadata(),
                command.content());
    }

    private static Optimization fromTiff(String... notes) {
        return Optimization.converted(ImageFormat.TIFF, "d".repeat(64), List.of(notes));
    }

    /// Returns the hash of the image that [#register] creates from binary number `binary`.
    static ImageHash hash(int binary) {
        return hash(binary, DynamicMetadata.NONE, false);
    }

    static ImageHash hash(int binary, DynamicMetadata dynamic, boolean isProtected) {
        return ImageHash.of(binaryHash(binary), dynamic, isProtected);
    }

    static BinaryHash binaryHash(int binary) {
        return new BinaryHash("%040x".formatted(binary));
    }

    static RegisterCopies copies(String operation, Organization organization, CopiedImage... images) {
        return copies(operation, organization, List.of(images), false, null);
    }

    static RegisterCopies copies(
            String operation,
            Organization organization,
            List<CopiedImage> images,
            boolean keepExisting,
            @Nullable Slice slice) {
        return new RegisterCopies(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                new Organization("source"),
                images,
                List.of(),
                List.of(),
                keepExisting,
                slice);
    }

    /// Returns a copy of binary number `binary` of another organization; its blob has the name of the
    /// operation.
    static CopiedImage copied(String operation, Organization organization, int binary, String name) {
        var image = image(new Organization("source"), binary, name);
        return new CopiedImage(image, blob(organization, operation + "-" + binary));
    }

    static Delete delete(String operation, Organization organization, ImageHash... hashes) {
        return delete(operation, organization, null, hashes);
    }

    static Delete delete(String operation, Organization organization, @Nullable Slice slice, ImageHash... hashes) {
        return new Delete(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                List.of(hashes),
                slice);
    }

    static DeleteBinary deleteBinary(String operation, Organization organization, int binary) {
        return new DeleteBinary(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                binaryHash(binary));
    }

    static Restore restore(String operation, Organization organization, ImageHash hash) {
        return restore(operation, organization, hash, true);
    }

    static Restore restore(String operation, Organization organization, ImageHash hash, boolean revealing) {
        return new Restore(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                hash,
                revealing);
    }

    static Purge purge(String operation, Organization organization, Instant deletedBefore, ImageHash... hashes) {
        return new Purge(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                List.of(hashes),
                deletedBefore);
    }

    static Rename rename(String operation, Organization organization, ImageHash hash, String name) {
        return new Rename(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)), hash, name);
    }

    static Lock lock(String operation, Organization organization, ImageHash hash, boolean locked) {
        return new Lock(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                hash,
                locked);
    }

    static Protect protect(
            String operation, Organization organization, ImageHash hash, boolean isProtected, boolean deletePrevious) {
        return new Protect(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                isProtected,
                hash,
                deletePrevious);
    }

    static EditUserMetadata editUser(String operation, Organization organization, ImageHash hash, MetadataEdit edit) {
        return new EditUserMetadata(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)), hash, edit);
    }

    static EditDynamicMetadata editDynamic(
            String operation, Organization organization, ImageHash hash, MetadataEdit edit, Previous previous) {
        return new EditDynamicMetadata(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                hash,
                edit,
                previous);
    }

    static SetLimits setLimits(String operation, Organization organization, Limits limits) {
        return new SetLimits(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)), limits);
    }

    static CreateOrganization createOrganization(String operation, Organization organization, UserId admin) {
        return new CreateOrganization(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                admin,
                "bills@example.com",
                "Acme Inc.");
    }

    static AddMember addMember(String operation, Organization organization, Role... roles) {
        var user = user(operation);
        return new AddMember(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                user,
                "member@example.com",
                key(operation),
                member(roles));
    }

    static SetMembership setMembership(String operation, Organization organization, UserId user, Role... roles) {
        return new SetMembership(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                user,
                member(roles));
    }

    static RemoveMembership removeMembership(String operation, Organization organization, UserId user) {
        return new RemoveMembership(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)), user);
    }

    static SetWebhook setWebhook(String operation, Organization organization, String url) {
        return new SetWebhook(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                new Webhook(url, "plain:0123456789abcdef"));
    }

    static RemoveWebhook removeWebhook(String operation, Organization organization) {
        return new RemoveWebhook(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)));
    }

    static AddApiKey addKey(String operation, Organization organization, UserId user) {
        return new AddApiKey(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)),
                user,
                key(operation));
    }

    static RemoveApiKey removeKey(String operation, Organization organization, UserId user, UUID key) {
        return new RemoveApiKey(
                new Envelope(new OperationId(operation), Part.ONLY, organization, Trail.direct(ACCEPTED)), user, key);
    }

    static Slice slice(String job, int number) {
        return new Slice(new OperationId(job), number, hash(0), Slice.MAX_IMAGES);
    }

    /// Returns the user that an operation creates.
    static UserId user(String operation) {
        return new UserId(UUID.nameUUIDFromBytes(operation.getBytes(UTF_8)));
    }

    /// Returns the key that an operation creates.
    static ApiKey key(String operation) {
        return new ApiKey(user(operation).value(), "00", "11", ACCEPTED, "");
    }

    static Membership member(Role... roles) {
        return new Membership(new TreeSet<>(List.of(roles)), "");
    }

    static MetadataEdit set(String name, JsonNode value) {
        return new MetadataEdit(new TreeMap<>(Map.of(name, value)), new TreeSet<>(), false);
    }

    static MetadataEdit clear() {
        return new MetadataEdit(new TreeMap<>(), new TreeSet<>(), true);
    }

    /// Returns the value of the dynamic metadata `version`.
    static JsonNode version(int number) {
        return JsonNodeFactory.instance.objectNode().put("text", "v" + number);
    }

    static DynamicMetadata versioned(int number) {
        return new DynamicMetadata(new TreeMap<>(Map.of("version", version(number))));
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

    public static SourceImage image(Organization organization, ImageHash hash) {
        return image(organization, new BinaryHash("0".repeat(40)), hash, "a.png")
                .shortLength(40)
                .build();
    }

    static SourceImage image(Organization organization, int binary, String name) {
        return image(organization, binaryHash(binary), hash(binary), name).build();
    }

    private static ImageBuilder image(Organization organization, BinaryHash binaryHash, ImageHash hash, String name) {
        var blob = blob(organization, hash.value());
        return ImageBuilder.image(organization, binaryHash)
                .hash(hash)
                .created(ACCEPTED.minusSeconds(1000))
                .name(name)
                .userText("origin", name)
                .content(new StoredContent(blob, ImageFormat.PNG, 1000, 20, 30, true, false, fromTiff("copied")))
                .stamp(41, new CommandId("op-1#0"));
    }
}
