/** Who may enter a hub and call its methods: annotations, policies, and the answer to both. */
@NullMarked
package dev.nave.hub.internal.authorization;

import org.jspecify.annotations.NullMarked;
