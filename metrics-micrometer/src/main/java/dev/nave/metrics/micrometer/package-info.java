/** Metrics of hub servers with Micrometer. */
@NullMarked
package dev.nave.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
