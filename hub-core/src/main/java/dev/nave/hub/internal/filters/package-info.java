/** What surrounds the calls of hub objects: the tracer of the server, and in that its filters. */
@NullMarked
package dev.nave.hub.internal.filters;

import org.jspecify.annotations.NullMarked;
