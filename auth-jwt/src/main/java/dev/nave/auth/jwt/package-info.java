/** Authentication of clients by JSON Web Tokens; on Nimbus JOSE + JWT. */
@NullMarked
package dev.nave.auth.jwt;

import org.jspecify.annotations.NullMarked;
