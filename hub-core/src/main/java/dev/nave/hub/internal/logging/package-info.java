/** What keeps a log readable. */
@NullMarked
package dev.nave.hub.internal.logging;

import org.jspecify.annotations.NullMarked;
