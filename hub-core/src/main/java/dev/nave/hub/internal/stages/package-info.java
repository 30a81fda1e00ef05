/** Handling of outcomes that the stages of the JDK leave to their callers. */
@NullMarked
package dev.nave.hub.internal.stages;

import org.jspecify.annotations.NullMarked;
