/** The code of the pages in docs, so that it is compiled. */
@NullMarked
package dev.nave.auth.jwt.docs;

import org.jspecify.annotations.NullMarked;
