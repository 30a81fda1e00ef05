/** Who is on this node: connections by id, group and user, and the topics that follow from it. */
@NullMarked
package dev.nave.hub.internal.registry;

import org.jspecify.annotations.NullMarked;
