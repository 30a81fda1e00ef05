/** Measures what a list of the members of a group costs. */
@NullMarked
package dev.nave.benchmarks.members;

import org.jspecify.annotations.NullMarked;
