package dev.nave.hub.internal.loop;

import java.time.Duration;

/**
 * The bounds of one loop, of all its connections together.
 *
 * @param maxQueueBytes what waits to be written, in bytes; and what its sockets may leave untaken
 *     before each connection may leave less
 * @param maxInboundBytes what its clients have sent and nothing has begun with, in bytes, before
 *     each connection may keep less
 * @param maxPostponedTime how long clients that have sent more than their turn are read from in one
 *     turn of the loop
 */
public record LoopLimits(long maxQueueBytes, long maxInboundBytes, Duration maxPostponedTime) {}
