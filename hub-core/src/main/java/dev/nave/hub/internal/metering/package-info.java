/** Takes the figures of a server to the meters that the application has set. */
@NullMarked
package dev.nave.hub.internal.metering;

import org.jspecify.annotations.NullMarked;
