/** Tries out hubs without sockets: clients in this process, on the real server. */
@NullMarked
package dev.nave.hub.testing;

import org.jspecify.annotations.NullMarked;
