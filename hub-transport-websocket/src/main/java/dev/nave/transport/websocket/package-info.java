/** Serves hubs over HTTP with WebSockets. */
@NullMarked
package dev.nave.transport.websocket;

import org.jspecify.annotations.NullMarked;
