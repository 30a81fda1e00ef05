/** Connects the servers of an application through Redis pub/sub: the backplane and its options. */
@NullMarked
package dev.nave.backplane.redis;

import org.jspecify.annotations.NullMarked;
