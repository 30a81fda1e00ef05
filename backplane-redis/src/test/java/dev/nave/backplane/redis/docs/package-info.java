/** The Java of {@code docs/redis.md}: compiled, and built where no Redis is needed. */
@NullMarked
package dev.nave.backplane.redis.docs;

import org.jspecify.annotations.NullMarked;
