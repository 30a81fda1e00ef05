package dev.nave.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Maps a hub at a path:
 *
 * <pre>{@code
 * @HubController("/chat")
 * public class ChatHub extends Hub {
 *   public void send(String text) {
 *     clients().all().send("messageReceived", text);
 *   }
 * }
 * }</pre>
 *
 * <p>The class is found as other components are. It is a bean of scope prototype: each call of a
 * client gets an object of its own, made and injected by the container, and destroyed after the
 * call. Another scope fails the start. The class may be proxied; what clients can call is what the
 * class itself declares.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public @interface HubController {
  /** The path of the hub, as {@link #path}. */
  @AliasFor("path")
  String value() default "";

  /**
   * The path of the hub, such as {@code /chat}; placeholders such as {@code ${path}} are filled.
   */
  @AliasFor("value")
  String path() default "";

  /** The name of the hub among servers. Default: the full name of the class. */
  String hubName() default "";
}
