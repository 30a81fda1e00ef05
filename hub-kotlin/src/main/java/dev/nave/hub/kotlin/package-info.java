/** Hub methods of Kotlin that suspend, and streams as {@code Flow}. */
@NullMarked
package dev.nave.hub.kotlin;

import org.jspecify.annotations.NullMarked;
