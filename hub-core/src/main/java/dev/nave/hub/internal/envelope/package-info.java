/** The bytes that servers exchange: messages, and the answers of clients. */
@NullMarked
package dev.nave.hub.internal.envelope;

import org.jspecify.annotations.NullMarked;
