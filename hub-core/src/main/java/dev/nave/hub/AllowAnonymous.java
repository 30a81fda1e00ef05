package dev.nave.hub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets everybody into a hub, whatever {@link Authorize} on the class or its bases and {@link
 * HubOptions.Builder#requireAuthenticatedUser} say. What single methods ask for remains.
 *
 * <p>Holds for derived classes, too: one with an {@link Authorize} of its own, which would never be
 * asked, is refused when the server is built. There is none for methods: who was not let into the
 * hub cannot call any.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AllowAnonymous {}
