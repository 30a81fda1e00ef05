/** What clients may call on a hub class, found by reflection. */
@NullMarked
package dev.nave.hub.internal.methods;

import org.jspecify.annotations.NullMarked;
