/** Writes AsyncAPI documents. */
@NullMarked
package dev.nave.contract.asyncapi;

import org.jspecify.annotations.NullMarked;
