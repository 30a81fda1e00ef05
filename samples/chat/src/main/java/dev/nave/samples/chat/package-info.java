/** A chat room: one hub, one page, one command. */
@NullMarked
package dev.nave.samples.chat;

import org.jspecify.annotations.NullMarked;
