package dev.nave.hub.internal.filters;

import dev.nave.hub.HubFilterContext;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection, on its way through the filters.
 *
 * @param cause why it ended; null if it ended as intended
 */
record FilteredEnd(HubFilterContext context, @Nullable Throwable cause) {}
