/** The hub protocol in MessagePack: binary messages, each behind its length. */
@NullMarked
package dev.nave.hub.protocol.messagepack;

import org.jspecify.annotations.NullMarked;
