/** What clients were asked for and have not answered yet. */
@NullMarked
package dev.nave.hub.internal.results;

import org.jspecify.annotations.NullMarked;
