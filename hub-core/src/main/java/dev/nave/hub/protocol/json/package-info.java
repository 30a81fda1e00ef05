/** The hub protocol in JSON: text messages, each ended by 0x1E. */
@NullMarked
package dev.nave.hub.protocol.json;

import org.jspecify.annotations.NullMarked;
