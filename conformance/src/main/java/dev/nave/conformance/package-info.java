/** The hub server that the conformance scenarios are played against. */
@NullMarked
package dev.nave.conformance;

import org.jspecify.annotations.NullMarked;
