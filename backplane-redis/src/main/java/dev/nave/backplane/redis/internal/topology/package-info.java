/** Which server carries which channel: one server, Sentinel, cluster. */
@NullMarked
package dev.nave.backplane.redis.internal.topology;

import org.jspecify.annotations.NullMarked;
