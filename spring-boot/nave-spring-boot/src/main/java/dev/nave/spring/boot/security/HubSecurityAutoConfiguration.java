package dev.nave.spring.boot.security;

import dev.nave.hub.Authenticator;
import dev.nave.spring.boot.autoconfigure.HubServerSetup;
import dev.nave.spring.boot.autoconfigure.NaveAutoConfiguration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import reactor.core.publisher.Mono;

/**
 * Has the users of Spring Security be users of hubs, and method security hold in hub methods.
 *
 * <p>Behind a servlet container the user is whom the filters found. On Netty it is that of a bearer
 * token, if the application has a {@link JwtDecoder} or, as a WebFlux application has, a {@link
 * ReactiveJwtDecoder}.
 */
@AutoConfiguration(
    after = NaveAutoConfiguration.class,
    afterName = {
      "dev.nave.spring.boot.servlet.ServletTransportAutoConfiguration",
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure"
          + ".OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive"
          + ".ReactiveOAuth2ResourceServerAutoConfiguration"
    })
@ConditionalOnClass(Authentication.class)
@ConditionalOnBean(HubServerSetup.class)
public final class HubSecurityAutoConfiguration {
  @Bean
  SecurityContextFilter hubSecurityContextFilter() {
    return new SecurityContextFilter();
  }

  /** Where filters stand before the hubs. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(name = "hubServletTransport")
  static final class BehindFilters {
    @Bean
    @ConditionalOnMissingBean(Authenticator.class)
    Authenticator hubAuthenticator() {
      return new RequestAuthenticator();
    }
  }

  /** Where none do. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({JwtDecoder.class, JwtAuthenticationProvider.class})
  @ConditionalOnBean(JwtDecoder.class)
  @ConditionalOnMissingBean(name = "hubServletTransport", value = Authenticator.class)
  static final class WithTokens {
    @Bean
    Authenticator hubAuthenticator(
        JwtDecoder decoder,
        ObjectProvider<Converter<Jwt, ? extends AbstractAuthenticationToken>> roles) {
      JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
      roles.ifUnique(provider::setJwtAuthenticationConverter);
      return new BearerTokenAuthenticator(provider::authenticate);
    }
  }

  /** Where none do, in a WebFlux application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({
    ReactiveJwtDecoder.class,
    JwtReactiveAuthenticationManager.class,
    Mono.class
  })
  @ConditionalOnBean(ReactiveJwtDecoder.class)
  @ConditionalOnMissingBean(
      name = "hubServletTransport",
      value = {Authenticator.class, JwtDecoder.class})
  static final class WithTokensOfWebFlux {
    @Bean
    Authenticator hubAuthenticator(
        ReactiveJwtDecoder decoder,
        ObjectProvider<Converter<Jwt, ? extends Mono<? extends AbstractAuthenticationToken>>>
            roles) {
      JwtReactiveAuthenticationManager manager = new JwtReactiveAuthenticationManager(decoder);
      roles.ifUnique(manager::setJwtAuthenticationConverter);
      return new BearerTokenAuthenticator(
          token -> Objects.requireNonNull(manager.authenticate(token).block()));
    }
  }
}
