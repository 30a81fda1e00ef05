package dev.nave.conformance.docs;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import com.microsoft.signalr.TransportEnum;
import dev.nave.hub.Hub;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The Java of {@code docs/connecting-clients.md}: the hub, and what official Java clients do. */
public final class ConnectingClientsSnippets {
  private final String url;
  private final String token;

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

  /** Has a client connect now, and again whenever it is not connected, until that is disposed. */
  public Disposable keepConnected(HubConnection connection) {
    Completable attempt =
        Completable.defer(connection::start)
            .andThen(Completable.defer(() -> connection.invoke("Send", "ann", "hello")))
            .doOnError(failure -> System.err.println("not connected: " + failure))
            .onErrorResumeNext(failure -> connection.stop()); // Until the next attempt.
    Disposable loop =
        Flowable.interval(0, 5, TimeUnit.SECONDS)
            .onBackpressureDrop()
            .concatMapCompletable(
                tick ->
                    connection.getConnectionState() == HubConnectionState.DISCONNECTED
                        ? attempt
                        : Completable.complete())
            .subscribe();
    return loop;
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
