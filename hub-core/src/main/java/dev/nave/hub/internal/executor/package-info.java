/** The threads on which code of the application runs. */
@NullMarked
package dev.nave.hub.internal.executor;

import org.jspecify.annotations.NullMarked;
