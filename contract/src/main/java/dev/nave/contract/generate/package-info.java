/** Writes the files of contracts, or checks that they are there: for builds. */
@NullMarked
package dev.nave.contract.generate;

import org.jspecify.annotations.NullMarked;
