package dev.nave.hub;

import java.time.Duration;

/**
 * How a server is stopped; documented at the setters of {@link HubServer.Builder}.
 *
 * @param delay between the end of readiness and the first Close
 * @param batchSize connections that are closed at once
 * @param batchInterval between two batches
 * @param grace for what still runs after the last Close
 */
record DrainOptions(Duration delay, int batchSize, Duration batchInterval, Duration grace) {}
