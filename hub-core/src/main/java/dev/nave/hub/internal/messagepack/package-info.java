/** MessagePack values as bytes: what the hub protocol and the envelopes between servers share. */
@NullMarked
package dev.nave.hub.internal.messagepack;

import org.jspecify.annotations.NullMarked;
