/** The goals of the Maven plugin. */
@NullMarked
package dev.nave.maven;

import org.jspecify.annotations.NullMarked;
