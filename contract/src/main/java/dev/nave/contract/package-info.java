/** Makes contracts of hub classes, and writes them: what tools and builds call. */
@NullMarked
package dev.nave.contract;

import org.jspecify.annotations.NullMarked;
