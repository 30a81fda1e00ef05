/** Where requests come from: origins of web pages, addresses and networks. */
@NullMarked
package dev.nave.hub.internal.origins;

import org.jspecify.annotations.NullMarked;
