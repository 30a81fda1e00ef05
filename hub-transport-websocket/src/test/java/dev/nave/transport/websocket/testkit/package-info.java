/** What the tests have in common: a server with a fake endpoint, a raw client, the log, leaks. */
@NullMarked
package dev.nave.transport.websocket.testkit;

import org.jspecify.annotations.NullMarked;
