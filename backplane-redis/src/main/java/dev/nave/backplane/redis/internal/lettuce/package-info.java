/** Opens single connections to Redis with Lettuce, and says in its words what the options say. */
@NullMarked
package dev.nave.backplane.redis.internal.lettuce;

import org.jspecify.annotations.NullMarked;
