package dev.nave.spring.boot.autoconfigure;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.nave.hub.HubContext;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/** Two applications with the chat hub that should be one. */
record LinkedServers(ConfigurableApplicationContext one, ConfigurableApplicationContext two)
    implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  static ConfigurableApplicationContext start(Class<?> application, String... properties) {
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .properties(
            "nave.netty.port=0",
            "nave.netty.host=127.0.0.1",
            "nave.server.announce-interval=200ms",
            "spring.main.banner-mode=off")
        .properties(properties)
        .run();
  }

  /** Sends from one to a client of the other, and returns what that was told. */
  String told(String text) throws Exception {
    int port = one.getBean(WebSocketTransport.class).port();
    HubConnection client =
        HubConnectionBuilder.create("http://localhost:" + port + "/chat").build();
    CompletableFuture<String> said = new CompletableFuture<>();
    client.on("said", said::complete, String.class);
    client.start().blockingAwait();
    contextOf(two).clients().all().send("said", text).toCompletableFuture().join();
    String told = said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    client.close();
    return told;
  }

  @SuppressWarnings("unchecked") // The type of the bean.
  private static HubContext<ChatHub> contextOf(ConfigurableApplicationContext application) {
    return (HubContext<ChatHub>)
        application
            .getBeanProvider(ResolvableType.forClassWithGenerics(HubContext.class, ChatHub.class))
            .getObject();
  }

  @Override
  public void close() {
    one.close();
    two.close();
  }
}
