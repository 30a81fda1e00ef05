package dev.nave.spring.boot.docs;

import dev.nave.hub.BackplaneReport;
import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubInvocation;
import dev.nave.spring.boot.HubController;
import dev.nave.spring.boot.WebSocketTransportCustomizer;
import dev.nave.transport.websocket.TlsSettings;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Compiled, and shown in docs/spring-boot.md. */
final class SpringBootSnippets {
  private static final Logger log = LoggerFactory.getLogger(SpringBootSnippets.class);

  record Order(String item) {}

  interface Orders {
    long place(String user, Order order);
  }

  @HubController("/orders")
  static class OrderHub extends Hub {
    private final Orders orders;

    OrderHub(Orders orders) {
      this.orders = orders;
    }

    @Transactional
    @PreAuthorize("hasRole('CLERK')")
    public long place(Order order) {
      return orders.place(String.valueOf(context().userId()), order);
    }
  }

  @RestController
  static class NewsController {
    private final HubContext<OrderHub> hub;

    NewsController(HubContext<OrderHub> hub) {
      this.hub = hub;
    }

    @PostMapping("/news")
    CompletionStage<Void> tell(@RequestBody String text) {
      return hub.clients().all().send("news", text);
    }
  }

  @Component
  static class TimingFilter implements HubFilter {
    @Override
    public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next) {
      long begin = System.nanoTime();
      return next.proceed(invocation)
          .whenComplete(
              (value, failure) ->
                  log.debug("{} took {} ns", invocation.target(), System.nanoTime() - begin));
    }
  }

  static class Security {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .csrf(csrf -> csrf.ignoringRequestMatchers("/orders/**"))
          .build();
    }
  }

  static class Tokens {
    @Bean
    BearerTokenResolver bearerTokens() {
      DefaultBearerTokenResolver inHeader = new DefaultBearerTokenResolver();
      DefaultBearerTokenResolver alsoInQuery = new DefaultBearerTokenResolver();
      alsoInQuery.setAllowUriQueryParameter(true);
      return request ->
          request.getRequestURI().startsWith(request.getContextPath() + "/orders")
              ? alsoInQuery.resolve(request)
              : inHeader.resolve(request);
    }
  }

  @Component
  static class Outages {
    @EventListener
    void lost(BackplaneReport.Disconnected report) {
      log.warn("the other servers cannot be reached", report.cause());
    }

    @EventListener
    void restored(BackplaneReport.Restored report) {
      log.info("linked again; {} publications were missed", report.lost());
    }
  }

  static class Certificates {
    @Bean
    WebSocketTransportCustomizer tls() {
      return transport ->
          transport.tls(
              TlsSettings.pem(Path.of("/etc/tls/server.pem"), Path.of("/etc/tls/key.pem")));
    }
  }
}
