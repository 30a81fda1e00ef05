/** Long polling, and the messages that clients send by POST. */
@NullMarked
package dev.nave.hub.internal.endpoint.polling;

import org.jspecify.annotations.NullMarked;
