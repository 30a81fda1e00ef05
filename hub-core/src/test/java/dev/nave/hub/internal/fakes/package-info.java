/** A loop, a link and a client that tests turn by hand. */
@NullMarked
package dev.nave.hub.internal.fakes;

import org.jspecify.annotations.NullMarked;
