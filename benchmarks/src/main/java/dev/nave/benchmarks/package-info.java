/** Measures the server against the limits of the machine and against its peers. */
@NullMarked
package dev.nave.benchmarks;

import org.jspecify.annotations.NullMarked;
