/**
 * What became of publications between servers: numbered where they are sent, tracked where they are
 * wanted, told from one to the other by announcements.
 */
@NullMarked
package dev.nave.hub.internal.accounting;

import org.jspecify.annotations.NullMarked;
