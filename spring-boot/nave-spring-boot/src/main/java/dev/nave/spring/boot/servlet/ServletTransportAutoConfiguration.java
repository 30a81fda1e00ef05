package dev.nave.spring.boot.servlet;

import dev.nave.hub.HubServer;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.autoconfigure.HubServerSetup;
import dev.nave.spring.boot.autoconfigure.NaveAutoConfiguration;
import dev.nave.spring.boot.autoconfigure.NettyTransportAutoConfiguration;
import dev.nave.spring.boot.autoconfigure.OnTransport;
import dev.nave.spring.boot.autoconfigure.OptionTexts;
import dev.nave.transport.servlet.ServletTransport;
import dev.nave.transport.servlet.ServletTransportBuilder;
import jakarta.servlet.Servlet;
import jakarta.websocket.server.ServerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;

/** Serves hubs at the port of the application's servlet container, behind its filters. */
@AutoConfiguration(
    after = NaveAutoConfiguration.class,
    before = NettyTransportAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ServletTransport.class, Servlet.class, ServerContainer.class})
@ConditionalOnBean(HubServerSetup.class)
@ConditionalOnMissingBean({ServerTransport.class, HubTester.class})
@ConditionalOnProperty(name = OnTransport.NAME, havingValue = "servlet", matchIfMissing = true)
public final class ServletTransportAutoConfiguration {
  @Bean
  ServletTransport hubServletTransport(Environment environment) {
    ServletTransportBuilder transport = ServletTransport.builder();
    OptionTexts.of(environment, "nave.servlet").apply(transport::set);
    return transport.build();
  }

  @Bean
  ServletContextInitializer hubServletMount(
      ServletTransport transport, ObjectProvider<HubServer> server) {
    return context -> transport.mount(context, server.getObject());
  }

  @Bean
  @ConditionalOnProperty(name = "nave.close-on-session-end", matchIfMissing = true)
  SessionConnections hubSessionConnections() {
    return new SessionConnections();
  }

  /** Only where an application uses Spring's scopes of the web. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RequestContextHolder.class)
  @Conditional(OnScopesOfTheWeb.class)
  static final class Scopes {
    @Bean
    CallScopeFilter hubCallScopeFilter() {
      return new CallScopeFilter();
    }
  }
}
