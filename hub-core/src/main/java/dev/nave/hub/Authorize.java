package dev.nave.hub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets in only who may: to a hub, if it stands on the class, or to a method of one.
 *
 * <p>On a class it is asked when a client negotiates and when it opens a link; nobody is answered
 * with 401, the wrong user with 403. On a method it is asked at each call, before the method runs
 * and after its arguments were bound; who may not call it gets an error, and stays connected.
 *
 * <p>Without {@link #roles} and {@link #policy} any user will do. With both, both must hold.
 * Several annotations must all hold, those on bases of the class and on overridden methods
 * included.
 *
 * <p>A policy alone also meets clients that are nobody: it is the policy that decides about them.
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
