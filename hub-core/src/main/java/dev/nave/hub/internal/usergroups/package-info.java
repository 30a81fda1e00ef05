/** Users in groups: with all of their connections, those to come among them. */
@NullMarked
package dev.nave.hub.internal.usergroups;

import org.jspecify.annotations.NullMarked;
