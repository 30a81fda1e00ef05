/** The grammars of connection strings: from text to endpoints and pairs of key and value. */
@NullMarked
package dev.nave.backplane.redis.internal.config;

import org.jspecify.annotations.NullMarked;
