/** Tells operators of an application about its hub server. */
@NullMarked
package dev.nave.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
