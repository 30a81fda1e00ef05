/** Server-Sent Events. */
@NullMarked
package dev.nave.hub.internal.endpoint.sse;

import org.jspecify.annotations.NullMarked;
