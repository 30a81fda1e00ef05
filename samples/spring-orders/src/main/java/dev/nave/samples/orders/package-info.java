/** Orders with a live board, on Spring Boot. */
@NullMarked
package dev.nave.samples.orders;

import org.jspecify.annotations.NullMarked;
