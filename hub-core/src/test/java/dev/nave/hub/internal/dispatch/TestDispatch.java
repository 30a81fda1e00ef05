package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.fakes.TestClient.END;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubCall;
import dev.nave.hub.HubCallerClients;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubCallerGroups;
import dev.nave.hub.HubConnections;
import dev.nave.hub.HubFactory;
import dev.nave.hub.HubPresence;
import dev.nave.hub.TypedHubCallerClients;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.connection.ConnectionRecord;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.executor.CallThreads;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.filters.CallHeaders;
import dev.nave.hub.internal.filters.CallPipeline;
import dev.nave.hub.internal.filters.HubAccess;
import dev.nave.hub.internal.metering.ServerMeters;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.internal.registry.HubRegistry;
import dev.nave.hub.internal.registry.Subscriptions;
import dev.nave.hub.internal.registry.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What tests of the dispatch share: connections to a hub of theirs, without a server around. */
final class TestDispatch {
  private TestDispatch() {}

  /** Reaches nothing of the hub. */
  static class QuietAccess implements HubAccess {
    @Override
    public void bind(AbstractHub hub, HubCall call) {}

    @Override
    public HubCall callOf(AbstractHub hub) {
      throw new AssertionError("not used here");
    }

    @Override
    public void onConnected(AbstractHub hub) {}

    @Override
    public void onAuthenticationRefreshed(AbstractHub hub) {}

    @Override
    public void onDisconnected(AbstractHub hub, @Nullable Throwable cause) {}
  }

  /** Has begun nothing, and reaches no other client. */
  static class QuietScope implements CallScope {
    @Override
    public CompletableFuture<Void> settled() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean awaitsOnlyOwnSend(CompletionStage<?> returned) {
      return false;
    }

    @Override
    public HubCallerClients clients() {
      throw new AssertionError("not used here");
    }

    @Override
    public <C> TypedHubCallerClients<C> clients(Class<C> clientInterface) {
      throw new AssertionError("not used here");
    }

    @Override
    public HubCallerGroups groups() {
      throw new AssertionError("not used here");
    }

    @Override
    public HubConnections connections() {
      throw new AssertionError("not used here");
    }

    @Override
    public HubPresence presence() {
      throw new AssertionError("not used here");
    }

    @Override
    public HubCallerContext context() {
      throw new AssertionError("not used here");
    }
  }

  static HubRegistry registry(ConnectionSettings settings) {
    return new HubRegistry(
        new TopicNames("Test"),
        new Subscriptions(new FakeBackplane(), Duration.ofSeconds(1)),
        settings.protocols());
  }

  /** Returns the dispatch of a hub without filters and tracer. */
  static <H extends AbstractHub> HubDispatch<H> of(
      Class<H> type,
      HubFactory<H> factory,
      HubAccess access,
      CallScope.Factory scopes,
      ConnectionSettings settings,
      HubRegistry registry,
      PendingClientResults questions,
      Executor executor) {
    return new HubDispatch<>(
        "Test",
        HubMethodTable.of(type),
        factory,
        access,
        new CallPipeline("Test", access, List.of(), null, new CallHeaders(1, 1), null, executor),
        scopes,
        settings,
        registry,
        questions,
        new InvocationMeters(ServerMeters.NONE, "Test", HubMethodTable.of(type)),
        new FailureLog("Test", System::nanoTime),
        new UserRates(),
        new CallThreads(executor, executor, 0));
  }

  /** Returns a connection that has not shaken hands. */
  static HubConnection connection(
      HubDispatch<?> dispatch, FakeLoop loop, FakeLink link, Runnable onEnd) {
    return connection(dispatch, loop, link, onEnd, null);
  }

  /** Returns a connection of that user that has not shaken hands. */
  static HubConnection connection(
      HubDispatch<?> dispatch,
      FakeLoop loop,
      FakeLink link,
      Runnable onEnd,
      @Nullable String userId) {
    ConnectionRequest request =
        ConnectionRequest.builder("c1", HttpRequest.builder("GET", "/test").build())
            .onEnded(onEnd)
            .userId(userId)
            .build();
    return new HubConnection(
        new ConnectionRecord("Test", request, dispatch.settings().counters().meters()),
        loop.hubLoop(),
        link,
        dispatch.settings(),
        served -> new ConnectionSession(dispatch, served, request));
  }

  /** The client of a connection sends text, at one time. */
  static void send(HubConnection connection, String text) {
    connection.receiver().received(text.getBytes(StandardCharsets.UTF_8));
    connection.receiver().receivedAll();
  }

  /**
   * Returns a call.
   *
   * @param id null for one without an answer
   * @param arguments in JSON
   */
  static String call(@Nullable String id, String target, String... arguments) {
    return "{\"type\":1,"
        + (id == null ? "" : "\"invocationId\":\"" + id + "\",")
        + "\"target\":\""
        + target
        + "\",\"arguments\":["
        + String.join(",", arguments)
        + "]}"
        + END;
  }
}
