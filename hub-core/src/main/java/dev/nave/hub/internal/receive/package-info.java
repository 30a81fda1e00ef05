/** What comes from the backplane for the connections of this server. */
@NullMarked
package dev.nave.hub.internal.receive;

import org.jspecify.annotations.NullMarked;
