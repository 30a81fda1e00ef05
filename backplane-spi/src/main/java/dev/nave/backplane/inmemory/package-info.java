/**
 * The plainest backplane: nodes of one process hand each other their envelopes. For a server that
 * is alone, and for tests with several nodes.
 */
@NullMarked
package dev.nave.backplane.inmemory;

import org.jspecify.annotations.NullMarked;
