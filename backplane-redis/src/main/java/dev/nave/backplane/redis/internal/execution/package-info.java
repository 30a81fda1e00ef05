/** The thread on which a backplane decides. */
@NullMarked
package dev.nave.backplane.redis.internal.execution;

import org.jspecify.annotations.NullMarked;
