/** What a server module needs: the rules of the HTTP endpoint, and the connection to one client. */
@NullMarked
package dev.nave.hub.transport;

import org.jspecify.annotations.NullMarked;
