/** What an application of Spring Boot writes to serve hubs. */
@NullMarked
package dev.nave.spring.boot;

import org.jspecify.annotations.NullMarked;
