/** What the author of an application uses: hubs, clients, groups, options, the server. */
@NullMarked
package dev.nave.hub;

import org.jspecify.annotations.NullMarked;
