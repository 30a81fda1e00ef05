package dev.nave.hub;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which interface declares the methods that the clients of a {@link Hub} have. A {@link
 * TypedHub} says it by its type argument and needs no annotation.
 *
 * <p>{@link HubServerBuilder#build} checks the interface as it checks that of a {@link TypedHub},
 * and refuses a hub that names two interfaces of which neither extends the other. {@link
 * AbstractHub#clients(Class)} and {@link HubContext#clients(Class)} take only that interface or one
 * that it extends. Names that a hub passes to {@code send} are not compared with it.
 *
 * <p>Classes that extend the hub inherit it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ClientMethods {
  /** The interface; its methods are as those of a {@link TypedHub}'s. */
  Class<?> value();
}
