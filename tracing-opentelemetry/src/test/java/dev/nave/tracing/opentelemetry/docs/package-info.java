/** The Java of {@code docs/tracing.md}: compiled, and tried out. */
@NullMarked
package dev.nave.tracing.opentelemetry.docs;

import org.jspecify.annotations.NullMarked;
