/** Measures several servers in alternating rounds of one run. */
@NullMarked
package dev.nave.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
