/** The contract of transports, as tests, and what tests of a transport need. */
@NullMarked
package dev.nave.hub.transport.tck;

import org.jspecify.annotations.NullMarked;
