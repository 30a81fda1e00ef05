/** The snippets of the documentation, compiled and run. */
@NullMarked
package dev.nave.transport.websocket.docs;

import org.jspecify.annotations.NullMarked;
