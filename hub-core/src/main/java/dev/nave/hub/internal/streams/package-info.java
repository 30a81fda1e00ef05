/** Streams in both directions: what slows them down, what ends them. */
@NullMarked
package dev.nave.hub.internal.streams;

import org.jspecify.annotations.NullMarked;
