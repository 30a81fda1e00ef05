/** What tests of the project's jars share. */
@NullMarked
package dev.nave.hub.testkit;

import org.jspecify.annotations.NullMarked;
