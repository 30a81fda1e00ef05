/** What applications send with: targets, proxies, typed clients. */
@NullMarked
package dev.nave.hub.internal.clients;

import org.jspecify.annotations.NullMarked;
