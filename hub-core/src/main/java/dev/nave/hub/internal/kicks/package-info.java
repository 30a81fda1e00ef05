/** Ends connections of this server and of others. */
@NullMarked
package dev.nave.hub.internal.kicks;

import org.jspecify.annotations.NullMarked;
