/** What the stages of the JDK leave to whoever uses them. */
@NullMarked
package dev.nave.hub.internal.stages;

import org.jspecify.annotations.NullMarked;
