/** What docs/spring-boot.md shows. */
@NullMarked
package dev.nave.spring.boot.docs;

import org.jspecify.annotations.NullMarked;
