/**
 * What an implementer of {@link dev.nave.backplane.Backplane} tests with: the contract tests, their
 * fixture, and a backplane that breaks on demand. Needs JUnit and AssertJ.
 */
@NullMarked
package dev.nave.backplane.tck;

import org.jspecify.annotations.NullMarked;
