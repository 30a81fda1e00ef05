@NullMarked
package dev.nave.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
