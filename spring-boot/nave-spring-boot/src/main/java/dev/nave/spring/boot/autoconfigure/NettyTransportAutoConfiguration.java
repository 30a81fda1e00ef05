package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.NavePropertyException;
import dev.nave.spring.boot.WebSocketTransportCustomizer;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Serves hubs on Netty, at a port of their own, where nothing else serves them. */
@AutoConfiguration(after = NaveAutoConfiguration.class)
@ConditionalOnClass(WebSocketTransport.class)
@ConditionalOnBean(HubServerSetup.class)
@ConditionalOnMissingBean({ServerTransport.class, HubTester.class})
public final class NettyTransportAutoConfiguration {
  /** Not that of Boot's web server, which an application has beside it. */
  static final int DEFAULT_PORT = 8081;

  @Bean
  WebSocketTransport hubServerTransport(
      Environment environment, ObjectProvider<WebSocketTransportCustomizer> customizers) {
    checkChoice(environment.getProperty(OnTransport.NAME, "netty"));
    WebSocketTransportBuilder transport = WebSocketTransport.builder().port(DEFAULT_PORT);
    OptionTexts.of(environment, "nave.netty").apply(transport::set);
    customizers.orderedStream().forEach(each -> each.customize(transport));
    return transport.build();
  }

  private static void checkChoice(String chosen) {
    if (!chosen.equalsIgnoreCase("netty")) {
      throw new NavePropertyException(
          OnTransport.NAME,
          chosen.equalsIgnoreCase("servlet")
              ? "it is servlet, but there is no servlet container with WebSockets, or no"
                  + " hub-transport-servlet"
              : "\"" + chosen + "\" is neither servlet nor netty",
          null);
    }
  }
}
