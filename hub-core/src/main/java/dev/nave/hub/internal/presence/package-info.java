/** Who is there: what this server enters in the directory, lists of it, and the events. */
@NullMarked
package dev.nave.hub.internal.presence;

import org.jspecify.annotations.NullMarked;
