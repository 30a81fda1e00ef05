/** The programs under load: a hub, and the limit that raw Netty sets. */
@NullMarked
package dev.nave.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
