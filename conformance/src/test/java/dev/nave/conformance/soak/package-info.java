/** Churn over all transports and a restarting Redis, after which nothing is left behind. */
@NullMarked
package dev.nave.conformance.soak;

import org.jspecify.annotations.NullMarked;
