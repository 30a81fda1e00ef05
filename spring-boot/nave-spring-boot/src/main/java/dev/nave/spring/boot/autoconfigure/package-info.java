/** Makes a hub server of the beans and properties of an application. */
@NullMarked
package dev.nave.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
