/** What the nodes of a farm know together, kept in Redis by one script. */
@NullMarked
package dev.nave.backplane.redis.internal.directory;

import org.jspecify.annotations.NullMarked;
