/** What the raw server and the load client share: how to reach the network with Netty. */
@NullMarked
package dev.nave.benchmarks.net;

import org.jspecify.annotations.NullMarked;
