/** Invocations of clients, and their results: of this server and of others. */
@NullMarked
package dev.nave.hub.internal.clientresults;

import org.jspecify.annotations.NullMarked;
