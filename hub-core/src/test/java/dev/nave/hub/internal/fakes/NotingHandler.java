package dev.nave.hub.internal.fakes;

import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A hub that notes what it is told of one connection, and answers everything at once. */
abstract class NotingHandler implements ConnectionHandler {
  private final HubConnection served;
  private final Consumer<HubConnection> hub;
  private final Collection<String> told;

  /**
   * Begins before the handshake.
   *
   * @param hub decides whether the client may connect
   * @param told gets what is noted
   */
  NotingHandler(HubConnection served, Consumer<HubConnection> hub, Collection<String> told) {
    this.served = served;
    this.hub = hub;
    this.told = told;
  }

  @Override
  public void started() {
    hub.accept(served);
  }

  @Override
  public void invoked(StreamInvocationMessage call) {
    told.add("StreamInvocationMessage");
  }

  @Override
  public void item(StreamItemMessage item) {
    told.add("StreamItemMessage");
  }

  @Override
  public void completed(CompletionMessage completion) {
    told.add("CompletionMessage");
  }

  @Override
  public void cancelled(CancelInvocationMessage cancellation) {
    told.add("CancelInvocationMessage");
  }

  @Override
  public void finishing(Runnable whenAnswered) {
    whenAnswered.run();
  }

  @Override
  public void draining(Runnable whenAnswered) {
    whenAnswered.run();
  }

  @Override
  public void ended(@Nullable Throwable cause, boolean drops) {
    told.add("ended" + (cause == null ? "" : ": " + cause.getMessage()));
  }
}
