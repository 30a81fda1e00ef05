/** Lets hub methods be declared as another language of the JVM declares them. */
@NullMarked
package dev.nave.hub.adapter;

import org.jspecify.annotations.NullMarked;
