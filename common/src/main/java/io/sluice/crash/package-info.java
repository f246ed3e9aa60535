/// Places where a test can make the process die, to prove that nothing is lost there.
@NullMarked
package io.sluice.crash;

import org.jspecify.annotations.NullMarked;
