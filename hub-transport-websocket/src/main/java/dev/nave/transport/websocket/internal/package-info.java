/** The pipeline: HTTP to the values of the endpoint, the upgrade, WebSocket frames to bytes. */
@NullMarked
package dev.nave.transport.websocket.internal;

import org.jspecify.annotations.NullMarked;
