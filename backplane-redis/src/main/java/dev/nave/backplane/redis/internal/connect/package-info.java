/** A pair of connections to one server, and what keeps one alive. */
@NullMarked
package dev.nave.backplane.redis.internal.connect;

import org.jspecify.annotations.NullMarked;
