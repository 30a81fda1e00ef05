/** What the documentation shows, compiled. */
@NullMarked
package dev.nave.contract.docs;

import org.jspecify.annotations.NullMarked;
