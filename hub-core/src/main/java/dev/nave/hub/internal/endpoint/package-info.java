/** Which HTTP requests become connections: negotiation, tokens, admission, CORS, refreshes. */
@NullMarked
package dev.nave.hub.internal.endpoint;

import org.jspecify.annotations.NullMarked;
