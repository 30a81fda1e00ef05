/** What an idle connection keeps in the heap of a server, class by class. */
@NullMarked
package dev.nave.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
