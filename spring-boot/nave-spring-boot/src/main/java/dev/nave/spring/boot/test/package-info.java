/** Tries out hubs of an application without a socket. */
@NullMarked
package dev.nave.spring.boot.test;

import org.jspecify.annotations.NullMarked;
