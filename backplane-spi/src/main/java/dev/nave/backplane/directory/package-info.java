/**
 * What the nodes of a backplane know together: entries that last as long as the node that wrote
 * them, and entries that last for a time.
 *
 * <p>{@link dev.nave.backplane.directory.Directory} is a capability of a {@link
 * dev.nave.backplane.Backplane}. Nothing here knows hubs, users or groups.
 */
@NullMarked
package dev.nave.backplane.directory;

import org.jspecify.annotations.NullMarked;
