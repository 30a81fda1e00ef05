package dev.nave.hub.internal.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubCallerClients;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubCallerGroups;
import dev.nave.hub.HubConnections;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubGroups;
import dev.nave.hub.HubPresence;
import dev.nave.hub.TypedHubCallerClients;
import dev.nave.hub.internal.clients.ClientCall;
import dev.nave.hub.internal.clients.DeclaredClient;
import dev.nave.hub.internal.clients.Messenger;
import dev.nave.hub.internal.clients.TargetedClients;
import dev.nave.hub.internal.dispatch.CallScope;
import dev.nave.hub.internal.dispatch.ClientResultWait;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.internal.stages.SendStage;
import dev.nave.hub.protocol.InvocationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Clients and groups for one call of a hub method, and what the call has begun through them: group
 * changes are awaited before it ends and, where all nodes are in this process, sends, so that they
 * arrive before its completion. A group change that failed makes the call fail, unless the
 * application looked at that. One that is begun when the call has ended can fail no call.
 *
 * <p><b>Threading.</b> Any thread: a hub method may go on elsewhere.
 */
final class CallerScope implements CallScope, Messenger {
  private final Class<? extends AbstractHub> hub;
  private final HubCallerContext context;
  private final Messenger messenger;
  private final HubGroups groups;
  private final HubContext<?> outside;
  private final ClientResultWait rule;
  private final boolean awaitSends;

  @GuardedBy("begun")
  private final List<Begun> begun = new ArrayList<>(2);

  @GuardedBy("begun")
  private int worthTidying = 16;

  private volatile boolean settled;

  /**
   * Creates the scope of one call.
   *
   * @param hub the class that is called
   * @param groups takes what the call begins
   * @param outside takes what is begun when it has ended, or what it does not wait for
   */
  CallerScope(
      Class<? extends AbstractHub> hub,
      HubCallerContext context,
      Messenger messenger,
      HubGroups groups,
      HubContext<?> outside,
      ClientResultWait rule,
      boolean awaitSends) {
    this.hub = hub;
    this.context = context;
    this.messenger = messenger;
    this.groups = groups;
    this.outside = outside;
    this.rule = rule;
    this.awaitSends = awaitSends;
  }

  @Override
  public HubCallerClients clients() {
    return TargetedClients.untyped(this, context.connectionId());
  }

  @Override
  public <C> TypedHubCallerClients<C> clients(Class<C> clientInterface) {
    DeclaredClient.check(hub, clientInterface);
    return TargetedClients.typed(clientInterface, this, context.connectionId());
  }

  @Override
  public HubCallerGroups groups() {
    return new CallerGroups();
  }

  @Override
  public HubConnections connections() {
    return outside.connections();
  }

  @Override
  public HubPresence presence() {
    return outside.presence();
  }

  @Override
  public HubCallerContext context() {
    return context;
  }

  @Override
  public boolean mayPipeline() {
    return messenger.mayPipeline();
  }

  @Override
  public CompletableFuture<Void> send(Target target, InvocationMessage invocation) {
    CompletableFuture<Void> sent = messenger.send(target, invocation);
    if (sent.isDone()) {
      return sent;
    }
    if (awaitSends) {
      begin(new Begun(sent, null));
      return sent;
    }
    return SendStage.of(this, sent);
  }

  @Override
  public CompletableFuture<@Nullable Object> ask(ClientCall call) {
    Runnable waitOver;
    try {
      waitOver = rule.beginWait(call.connectionId().equals(context.connectionId()));
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<@Nullable Object> answer = messenger.ask(call);
    var unusedFuture = answer.whenComplete((result, failure) -> waitOver.run());
    return answer;
  }

  /**
   * Something that the call has begun.
   *
   * @param shown a group change, as the application was given it; null for a send
   */
  private record Begun(CompletableFuture<Void> stage, @Nullable WatchedStage<Void> shown) {
    boolean isForgotten() {
      return stage.isDone() && unseenFailure() == null;
    }

    @Nullable Throwable unseenFailure() {
      if (shown == null || shown.isSeen() || !stage.isCompletedExceptionally()) {
        return null;
      }
      return stage.handle((unused, failure) -> Outcomes.unwrap(failure)).join();
    }
  }

  private void begin(Begun fresh) {
    synchronized (begun) {
      if (begun.size() >= worthTidying) {
        begun.removeIf(Begun::isForgotten);
        worthTidying = Math.max(16, 2 * begun.size());
      }
      begun.add(fresh);
    }
  }

  private CompletableFuture<Void> change(CompletableFuture<Void> stage) {
    WatchedStage<Void> shown = WatchedStage.of(stage);
    begin(new Begun(stage, shown));
    return shown;
  }

  @Override
  public CompletableFuture<Void> settled() {
    settled = true;
    List<Begun> all;
    synchronized (begun) {
      begun.removeIf(Begun::isForgotten);
      if (begun.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      all = List.copyOf(begun);
    }
    return CompletableFuture.allOf(
            all.stream().map(Begun::stage).toArray(CompletableFuture<?>[]::new))
        .handle((done, failure) -> firstUnseen(all))
        .thenCompose(
            failure ->
                failure == null
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  @Override
  public boolean awaitsOnlyOwnSend(CompletionStage<?> returned) {
    if (!(returned instanceof SendStage sent) || !sent.isOf(this) || !mayPipeline()) {
      return false;
    }
    synchronized (begun) {
      begun.removeIf(Begun::isForgotten);
      return begun.isEmpty();
    }
  }

  private static @Nullable Throwable firstUnseen(List<Begun> all) {
    return all.stream().map(Begun::unseenFailure).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private final class CallerGroups implements HubCallerGroups {
    @Override
    public CompletableFuture<Void> add(String group) {
      return add(context.connectionId(), group);
    }

    @Override
    public CompletableFuture<Void> addWithValue(String group, String value) {
      return addWithValue(context.connectionId(), group, value);
    }

    @Override
    public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
      return settled
          ? outside.groups().addWithValue(connectionId, group, value)
          : change(groups.addWithValue(connectionId, group, value));
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group) {
      return settled
          ? outside.groups().addUser(userId, group)
          : change(groups.addUser(userId, group));
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group, Duration time) {
      return settled
          ? outside.groups().addUser(userId, group, time)
          : change(groups.addUser(userId, group, time));
    }

    @Override
    public CompletableFuture<Void> removeUser(String userId, String group) {
      return settled
          ? outside.groups().removeUser(userId, group)
          : change(groups.removeUser(userId, group));
    }

    @Override
    public CompletableFuture<Void> remove(String group) {
      return remove(context.connectionId(), group);
    }

    @Override
    public CompletableFuture<Void> add(String connectionId, String group) {
      return settled
          ? outside.groups().add(connectionId, group)
          : change(groups.add(connectionId, group));
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId, String group) {
      return settled
          ? outside.groups().remove(connectionId, group)
          : change(groups.remove(connectionId, group));
    }
  }
}
