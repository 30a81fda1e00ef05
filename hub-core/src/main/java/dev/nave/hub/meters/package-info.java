/** What a server measures, and where the figures go. */
@NullMarked
package dev.nave.hub.meters;

import org.jspecify.annotations.NullMarked;
