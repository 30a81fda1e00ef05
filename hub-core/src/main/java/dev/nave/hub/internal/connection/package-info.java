/** One connection's life: handshake, messages in, messages out, keep-alive, end. */
@NullMarked
package dev.nave.hub.internal.connection;

import org.jspecify.annotations.NullMarked;
