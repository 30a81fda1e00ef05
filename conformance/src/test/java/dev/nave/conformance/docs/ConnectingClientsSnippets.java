package dev.nave.conformance.docs;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.TransportEnum;
import dev.nave.hub.Hub;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The Java of {@code docs/connecting-clients.md}: the hub, and what official Java clients do. */
public final class ConnectingClientsSnippets {
  private final String url;
  private final String token;
  private volatile boolean stopped;

  /** Creates the clients of a user. */
  public ConnectingClientsSnippets(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** The hub of the page. */
  public static class ChatHub extends Hub {
    public CompletionStage<Void> send(String user, String text) {
      return clients().all().send("messageReceived", user, text);
    }
  }

  private String currentToken() {
    return token;
  }

  /** Starts a client that prints what it gets, and says hello. */
  public HubConnection hello() {
    HubConnection connection = HubConnectionBuilder.create(url).build();
    connection.on(
        "messageReceived",
        (user, text) -> System.out.println(user + ": " + text),
        String.class,
        String.class);
    connection.start().blockingAwait();
    connection.invoke("Send", "ann", "hello").blockingAwait();
    return connection;
  }

  /** Has a client start again whenever it is closed. */
  public void startAgain(HubConnection connection) {
    connection.onClosed(
        error -> {
          if (!stopped) { // Set before stop(), which calls this, too.
            Completable start = connection.start();
            start.retryWhen(failed -> failed.delay(5, TimeUnit.SECONDS)).subscribe();
          }
        });
  }

  /** Stops a client and lets it not start again. */
  public void stop(HubConnection connection) {
    stopped = true;
    connection.stop().blockingAwait();
  }

  /** Returns a client with a token. */
  public HubConnection withToken() {
    HubConnection connection =
        HubConnectionBuilder.create(url)
            .withAccessTokenProvider(Single.fromCallable(this::currentToken))
            .build();
    return connection;
  }

  /** Returns a client that does not negotiate. */
  public HubConnection withoutNegotiation() {
    HubConnection connection =
        HubConnectionBuilder.create(url)
            .withTransport(TransportEnum.WEBSOCKETS)
            .shouldSkipNegotiate(true)
            .build();
    return connection;
  }
}
