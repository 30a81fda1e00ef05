/** The Java of the pages in {@code docs/}: compiled, and tried out. */
@NullMarked
package dev.nave.backplane.docs;

import org.jspecify.annotations.NullMarked;
