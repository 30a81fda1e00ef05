/** The engine of a server: its hubs, their backplane, start and stop. */
@NullMarked
package dev.nave.hub.internal.server;

import org.jspecify.annotations.NullMarked;
