/** Measures single functions that every message passes through, with JMH. */
@NullMarked
package dev.nave.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
