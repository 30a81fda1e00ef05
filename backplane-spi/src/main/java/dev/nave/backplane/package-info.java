/**
 * The contract between a hub server and the medium that connects its nodes.
 *
 * <p>{@link dev.nave.backplane.Backplane} is what an implementer writes and {@link
 * dev.nave.backplane.BackplaneListener} what it calls. Nothing here knows hubs, users or message
 * formats.
 */
@NullMarked
package dev.nave.backplane;

import org.jspecify.annotations.NullMarked;
