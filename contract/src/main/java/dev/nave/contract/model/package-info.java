/** What a contract consists of. */
@NullMarked
package dev.nave.contract.model;

import org.jspecify.annotations.NullMarked;
