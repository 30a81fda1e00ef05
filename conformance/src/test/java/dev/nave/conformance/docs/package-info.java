/** The Java of pages that needs several modules. */
@NullMarked
package dev.nave.conformance.docs;

import org.jspecify.annotations.NullMarked;
