/**
 * What becomes of publications while Redis or the network before it fails. Two nodes publish
 * steadily, a test breaks something, and the books have to balance: see {@link
 * dev.nave.backplane.redis.fault.Audit}.
 */
@NullMarked
package dev.nave.backplane.redis.fault;

import org.jspecify.annotations.NullMarked;
