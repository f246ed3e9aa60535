/// What all views share: they follow topics ([io.sluice.view.follow.FollowingView]), from a saved position or
/// from the beginning, and report changes to listeners.
@NullMarked
package io.sluice.view.follow;

import org.jspecify.annotations.NullMarked;
