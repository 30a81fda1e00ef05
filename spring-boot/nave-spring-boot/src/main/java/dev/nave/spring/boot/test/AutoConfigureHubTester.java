package dev.nave.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Has the hubs of a test's application served without a socket, and a {@link
 * dev.nave.hub.testing.HubTester} injected that connects clients to them.
 *
 * <p>All beans are the application's but for the transport and the authenticator: the tester says
 * who a client is. {@code connect()} leads to the first hub; {@code connect(HttpRequest)} to the
 * one at its path.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(HubTesterAutoConfiguration.class)
public @interface AutoConfigureHubTester {}
