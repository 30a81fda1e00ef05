/** Sends of hubs: to a connection of this server directly, to all others by the backplane. */
@NullMarked
package dev.nave.hub.internal.send;

import org.jspecify.annotations.NullMarked;
