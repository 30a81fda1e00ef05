package dev.nave.hub.internal.server;

import dev.nave.hub.HubServerBuilder;
import java.time.Duration;

/**
 * How a server is stopped; documented at the setters of {@link HubServerBuilder}.
 *
 * @param delay between the end of readiness and the first Close
 * @param batchSize connections that are closed at once
 * @param batchInterval between two batches
 * @param grace for what still runs after the last Close
 */
public record DrainOptions(Duration delay, int batchSize, Duration batchInterval, Duration grace) {}
