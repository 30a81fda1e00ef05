/**
 * The differential tester: seeded random client programs, played on two kinds of server, whose
 * transcripts must agree. {@code docs/differential-testing.md} describes it.
 */
@NullMarked
package dev.nave.conformance.differential;

import org.jspecify.annotations.NullMarked;
