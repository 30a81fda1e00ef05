/** The hub protocol: one record per message kind, the codecs' contract, the handshake. */
@NullMarked
package dev.nave.hub.protocol;

import org.jspecify.annotations.NullMarked;
