/** What one event loop does for the hubs: its queue, the messages to write, one flush per turn. */
@NullMarked
package dev.nave.hub.internal.loop;

import org.jspecify.annotations.NullMarked;
