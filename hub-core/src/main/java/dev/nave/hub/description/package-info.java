/** What a hub class exposes, as data: for tools that describe hubs to others. */
@NullMarked
package dev.nave.hub.description;

import org.jspecify.annotations.NullMarked;
