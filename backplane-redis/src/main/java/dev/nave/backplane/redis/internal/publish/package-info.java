/** What goes out over one connection: bounded, in order, with one outcome each. */
@NullMarked
package dev.nave.backplane.redis.internal.publish;

import org.jspecify.annotations.NullMarked;
