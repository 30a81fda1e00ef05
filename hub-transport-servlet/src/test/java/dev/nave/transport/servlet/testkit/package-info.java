/** Servlet containers for tests. */
@NullMarked
package dev.nave.transport.servlet.testkit;

import org.jspecify.annotations.NullMarked;
