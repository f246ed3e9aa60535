package io.sluice.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// A role of a member of an organization; it determines the member's permissions.
public enum Role {
    READ("read", Permission.READ, Permission.DOWNLOAD, Permission.DOWNLOAD_PROTECTED),
    WRITE(
            "write",
            Permission.READ,
            Permission.DOWNLOAD,
            Permission.DOWNLOAD_PROTECTED,
            Permission.UPLOAD,
            Permission.CHANGE),
    UPLOAD("upload", Permission.UPLOAD),
    ADMIN("admin", Permission.values()),
    SOURCE_IMAGES_READ("sourceimages:read", Permission.READ, Permission.DOWNLOAD),
    SOURCE_IMAGES_WRITE(
            "sourceimages:write", Permission.READ, Permission.DOWNLOAD, Permission.UPLOAD, Permission.CHANGE),
    SOURCE_IMAGES_DOWNLOAD_PROTECTED("sourceimages:download:protected", Permission.DOWNLOAD_PROTECTED),
    SOURCE_IMAGES_UNLOCK("sourceimages:unlock", Permission.LOCK);

    /// A permission that a role grants.
    public enum Permission {
        /// Read metadata and lists.
        READ,
        /// Download originals that are not protected.
        DOWNLOAD,
        /// Download protected originals; requires [#DOWNLOAD].
        DOWNLOAD_PROTECTED,
        /// Add images.
        UPLOAD,
        /// Change, delete and restore images, and copy images into the organization.
        CHANGE,
        /// Lock and unlock images.
        LOCK,
        /// Read and change memberships.
        MEMBERS,
        /// Delete all images of the organization.
        DELETE_ALL
    }

    private final String wireName;
    private final Set<Permission> permissions;

    Role(String wireName, Permission... permissions) {
        this.wireName = wireName;
        this.permissions = EnumSet.copyOf(Arrays.asList(permissions));
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    @JsonCreator
    public static Role ofWireName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown role \"" + name + "\", known are "
                        + Arrays.stream(values()).map(Role::wireName).toList()));
    }
}
