/** Measures what honest clients notice of hostile ones. */
@NullMarked
package dev.nave.benchmarks.attack;

import org.jspecify.annotations.NullMarked;
