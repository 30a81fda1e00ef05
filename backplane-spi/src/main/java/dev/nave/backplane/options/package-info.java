/**
 * Options, each declared once: names, type, default, range and meaning. From the declaration follow
 * the checks, the text form, the errors and the table in the documentation.
 */
@NullMarked
package dev.nave.backplane.options;

import org.jspecify.annotations.NullMarked;
