/** What Java types become on the wire, by the mapper of the server. */
@NullMarked
package dev.nave.contract.mapping;

import org.jspecify.annotations.NullMarked;
