/** Reads comments and names of parameters from source files. */
@NullMarked
package dev.nave.contract.source;

import org.jspecify.annotations.NullMarked;
