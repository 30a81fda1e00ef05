/** Tests of the chat, up to a real browser. */
@NullMarked
package dev.nave.samples.chat;

import org.jspecify.annotations.NullMarked;
