/** Makes the calls of hubs spans of OpenTelemetry. */
@NullMarked
package dev.nave.tracing.opentelemetry;

import org.jspecify.annotations.NullMarked;
