/** Writes clients in TypeScript and JavaScript. */
@NullMarked
package dev.nave.contract.typescript;

import org.jspecify.annotations.NullMarked;
