/** Serves hubs inside of a servlet container: WebSockets, Server-Sent Events and long polling. */
@NullMarked
package dev.nave.transport.servlet;

import org.jspecify.annotations.NullMarked;
