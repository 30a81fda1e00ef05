/**
 * Lettuce, Redis channel names, reconnect and re-subscribe; knows nothing of what envelopes hold.
 */
@NullMarked
package dev.nave.backplane.redis.internal;

import org.jspecify.annotations.NullMarked;
