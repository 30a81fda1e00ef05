/** From a target to a hub method: which there are, their arguments, their results. */
@NullMarked
package dev.nave.hub.internal.dispatch;

import org.jspecify.annotations.NullMarked;
