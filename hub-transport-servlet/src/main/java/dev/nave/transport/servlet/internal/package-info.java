/** HTTP and WebSockets of servlet containers, as the endpoint's values. */
@NullMarked
package dev.nave.transport.servlet.internal;

import org.jspecify.annotations.NullMarked;
