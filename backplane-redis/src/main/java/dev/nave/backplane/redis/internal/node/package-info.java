/** One server's end of the Redis backplane. */
@NullMarked
package dev.nave.backplane.redis.internal.node;

import org.jspecify.annotations.NullMarked;
