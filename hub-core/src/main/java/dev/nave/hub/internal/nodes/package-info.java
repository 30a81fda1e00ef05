/** Requests to all servers of ours, and how many connections each of them found. */
@NullMarked
package dev.nave.hub.internal.nodes;

import org.jspecify.annotations.NullMarked;
