/** The snippets of the documentation, compiled and run. */
@NullMarked
package dev.nave.transport.servlet.docs;

import org.jspecify.annotations.NullMarked;
