/** Origins of web pages. */
@NullMarked
package dev.nave.hub.internal.origins;

import org.jspecify.annotations.NullMarked;
