/** JSON Web Tokens as the proof of who a client is; on Nimbus JOSE + JWT. */
@NullMarked
package dev.nave.auth.jwt;

import org.jspecify.annotations.NullMarked;
