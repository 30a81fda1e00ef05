@NullMarked
package dev.nave.benchmarks;

import org.jspecify.annotations.NullMarked;
