/** A load client that speaks the JSON hub protocol by hand, on bare Netty. */
@NullMarked
package dev.nave.benchmarks.load;

import org.jspecify.annotations.NullMarked;
