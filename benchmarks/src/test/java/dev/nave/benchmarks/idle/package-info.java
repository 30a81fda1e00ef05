@NullMarked
package dev.nave.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
