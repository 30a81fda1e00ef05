package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import dev.nave.transport.websocket.WebSocketTransport;
import jakarta.annotation.PreDestroy;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

/** A hub that is proxied for all that Spring has, called by the official client. */
class HubBeansIT {
  private static final AtomicInteger DESTROYED = new AtomicInteger();
  private static final List<String> ADVISED = new ArrayList<>();

  private ConfigurableApplicationContext context;
  private HubConnection client;

  @HubController("/orders")
  @Validated
  public static class OrderHub extends Hub {
    private final Audit audit;
    private int calls;

    OrderHub(Audit audit) {
      this.audit = audit;
    }

    @Transactional
    public boolean order(@Size(max = 5) String item) {
      audit.items.put(item, context().connectionId());
      return TransactionSynchronizationManager.isActualTransactionActive();
    }

    public int calls() {
      return ++calls;
    }

    @PreDestroy
    void destroyed() {
      DESTROYED.incrementAndGet();
    }
  }

  @Component
  static class Audit {
    final Map<String, String> items = new ConcurrentHashMap<>();
  }

  @Aspect
  @Component
  static class Advice {
    @Around("execution(public * dev.nave.spring.boot.autoconfigure.HubBeansIT.OrderHub.*(..))")
    Object advise(ProceedingJoinPoint call) throws Throwable {
      synchronized (ADVISED) {
        ADVISED.add(call.getSignature().getName());
      }
      return call.proceed();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableTransactionManagement
  @Import({OrderHub.class, Audit.class, Advice.class})
  static class Application {
    @Bean
    PlatformTransactionManager transactions() {
      return new NoResource();
    }
  }

  /** Transactions of nothing. */
  private static final class NoResource extends AbstractPlatformTransactionManager {
    private static final long serialVersionUID = 1L;

    @Override
    protected Object doGetTransaction() {
      return this;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {}

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }

  @BeforeEach
  void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(
                "nave.netty.port=0", "nave.netty.host=127.0.0.1", "spring.main.banner-mode=off")
            .run();
    int port = context.getBean(WebSocketTransport.class).port();
    client = HubConnectionBuilder.create("http://localhost:" + port + "/orders").build();
    client.start().blockingAwait();
  }

  @AfterEach
  void stop() {
    client.close();
    SpringApplication.exit(context);
  }

  @Test
  void transactionsValidationAndAdviceStandAroundHubMethods() {
    assertThat(client.invoke(Boolean.class, "order", "apple").blockingGet()).isTrue();
    assertThat(context.getBean(Audit.class).items).containsEntry("apple", client.getConnectionId());
    assertThat(
            catchThrowable(() -> client.invoke(Boolean.class, "order", "pineapple").blockingGet()))
        .hasMessageContaining("size must be between 0 and 5");
    assertThat(context.getBean(Audit.class).items).doesNotContainKey("pineapple");
    assertThat(ADVISED).contains("order");
  }

  @Test
  void eachCallHasAnObjectOfItsOwnThatIsDestroyedAfterwards() {
    int before = DESTROYED.get();

    assertThat(client.invoke(Integer.class, "calls").blockingGet()).isOne();
    assertThat(client.invoke(Integer.class, "calls").blockingGet()).isOne();

    await().until(() -> DESTROYED.get() >= before + 2);
  }

  @Test
  void clientsCallWhatTheClassDeclaresAndNothingOfItsProxy() {
    for (String method :
        List.of("getTargetSource", "getTargetClass", "setCallbacks", "destroyed")) {
      assertThat(catchThrowable(() -> client.invoke(Object.class, method).blockingGet()))
          .as(method)
          .hasMessageContaining("Method does not exist");
    }
  }
}
