/// The rules about organizations, members, keys, limits and webhooks, a class for each family of commands.
@NullMarked
package io.sluice.catalog.account;

import org.jspecify.annotations.NullMarked;
