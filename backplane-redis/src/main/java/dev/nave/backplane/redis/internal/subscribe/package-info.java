/** The topics that a node wants, and one connection that subscribes to them. */
@NullMarked
package dev.nave.backplane.redis.internal.subscribe;

import org.jspecify.annotations.NullMarked;
