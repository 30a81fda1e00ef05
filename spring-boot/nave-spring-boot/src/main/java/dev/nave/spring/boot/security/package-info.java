/** Has users of Spring Security be users of hubs. */
@NullMarked
package dev.nave.spring.boot.security;

import org.jspecify.annotations.NullMarked;
