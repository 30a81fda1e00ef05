@NullMarked
package dev.nave.benchmarks.load;

import org.jspecify.annotations.NullMarked;
