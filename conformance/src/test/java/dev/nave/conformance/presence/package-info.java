/** Presence, users in groups and kicks of whole servers over a real Redis. */
@NullMarked
package dev.nave.conformance.presence;

import org.jspecify.annotations.NullMarked;
