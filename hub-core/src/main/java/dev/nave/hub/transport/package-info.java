/** What a server module needs: the rules of the HTTP endpoint, and the link to a connection. */
@NullMarked
package dev.nave.hub.transport;

import org.jspecify.annotations.NullMarked;
