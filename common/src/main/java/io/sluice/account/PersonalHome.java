package io.sluice.account;

import io.sluice.image.Organization;
import java.util.regex.Pattern;

/// The homes of users who signed up without an organization. The catalog decides the commands of a user in
/// the order of one organization, the user's home; such a user has a name of his own for that, which no
/// organization can have.
public final class PersonalHome {

    private static final Pattern NAME = Pattern.compile("user-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private PersonalHome() {}

    public static Organization of(UserId user) {
        return new Organization("user-" + user);
    }

    /// Returns whether `name` is reserved for the home of a user.
    public static boolean isReserved(Organization name) {
        return NAME.matcher(name.name()).matches();
    }
}
