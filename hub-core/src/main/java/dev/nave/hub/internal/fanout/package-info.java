/** One send: who gets it, local deliveries, one publication a topic; the format of the envelope. */
@NullMarked
package dev.nave.hub.internal.fanout;

import org.jspecify.annotations.NullMarked;
