/** What the two hub protocols share: a byte builder, strict JSON, the rules that bind values. */
@NullMarked
package dev.nave.hub.internal.codec;

import org.jspecify.annotations.NullMarked;
