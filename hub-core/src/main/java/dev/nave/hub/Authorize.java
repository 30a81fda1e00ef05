package dev.nave.hub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Restricts which users may connect to a hub, if it stands on the class, or call a method of one.
 *
 * <p>On a class it is checked when a client negotiates and when it opens a connection. An anonymous
 * client gets 401, a user without permission 403. On a method it is checked at each call, after the
 * arguments are bound and before the method runs. A caller without permission gets an error, and
 * stays connected.
 *
 * <p>Without {@link #roles} and {@link #policy} any user has permission. With both, both must
 * succeed. Several annotations must all succeed, also those on superclasses and on overridden
 * methods.
 *
 * <p>A policy alone also decides about anonymous clients.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Authorize.All.class)
public @interface Authorize {
  /** The roles of which the user must have one. Default: none is needed. */
  String[] roles() default {};

  /**
   * The name under which {@link HubServerBuilder#policy} knows the policy that must hold. Default:
   * none.
   */
  String policy() default "";

  /** Several of them on one element. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface All {
    /** The annotations. */
    Authorize[] value();
  }
}
