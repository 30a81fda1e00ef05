package dev.nave.hub;

import java.time.Duration;

/**
 * How publications are treated that leave the process.
 *
 * @param announceInterval how often servers tell one another what they published
 * @param whenUnavailable what happens while the backplane is down
 * @param localDelivery how they reach the sending server's own connections
 */
record NetworkOptions(
    Duration announceInterval, WhenUnavailable whenUnavailable, LocalDelivery localDelivery) {}
