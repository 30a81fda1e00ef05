/** The Java types that an application declares: without type variables, and what they may be. */
@NullMarked
package dev.nave.hub.internal.types;

import org.jspecify.annotations.NullMarked;
