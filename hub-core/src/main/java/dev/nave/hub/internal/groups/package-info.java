/** Group changes, also of connections of other servers. */
@NullMarked
package dev.nave.hub.internal.groups;

import org.jspecify.annotations.NullMarked;
