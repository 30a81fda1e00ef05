/**
 * Where an application meets the Redis client library below the backplane: the one package with
 * Lettuce's types in its signatures.
 */
@NullMarked
package dev.nave.backplane.redis.lettuce;

import org.jspecify.annotations.NullMarked;
