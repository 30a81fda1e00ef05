@NullMarked
package dev.nave.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
