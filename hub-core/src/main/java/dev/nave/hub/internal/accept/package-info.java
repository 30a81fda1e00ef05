/** What the endpoint hands to a hub when a client connects. */
@NullMarked
package dev.nave.hub.internal.accept;

import org.jspecify.annotations.NullMarked;
