/** Stateful reconnect: what a connection keeps to outlive its socket. */
@NullMarked
package dev.nave.hub.internal.reconnect;

import org.jspecify.annotations.NullMarked;
