/** What the documentation shows, compiled. */
@NullMarked
package dev.nave.samples.chat.docs;

import org.jspecify.annotations.NullMarked;
