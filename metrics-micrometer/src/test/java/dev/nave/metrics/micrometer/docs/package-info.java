/** The Java of {@code docs/metrics.md}: compiled, and tried out. */
@NullMarked
package dev.nave.metrics.micrometer.docs;

import org.jspecify.annotations.NullMarked;
