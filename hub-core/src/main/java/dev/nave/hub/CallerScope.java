package dev.nave.hub;

import dev.nave.hub.internal.dispatch.CallScope;
import dev.nave.hub.internal.dispatch.WaitRule;
import dev.nave.hub.internal.fanout.ClientCall;
import dev.nave.hub.internal.fanout.Messenger;
import dev.nave.hub.internal.fanout.Target;
import dev.nave.hub.internal.fanout.TargetedClients;
import dev.nave.hub.protocol.InvocationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Clients and groups for one call of a hub method, and what the call has begun through them: group
 * changes are awaited before it ends and, where all nodes are in this process, sends, so that they
 * arrive before its completion.
 *
 * <p><b>Threading.</b> Any thread: a hub method may go on elsewhere.
 */
final class CallerScope implements CallScope, Messenger {
  private final HubCallerContext context;
  private final Messenger messenger;
  private final HubGroups groups;
  private final WaitRule rule;
  private final boolean awaitSends;
  private final List<CompletableFuture<?>> begun = new ArrayList<>(2);

  CallerScope(
      HubCallerContext context,
      Messenger messenger,
      HubGroups groups,
      WaitRule rule,
      boolean awaitSends) {
    this.context = context;
    this.messenger = messenger;
    this.groups = groups;
    this.rule = rule;
    this.awaitSends = awaitSends;
  }

  @Override
  public HubCallerClients clients() {
    return TargetedClients.untyped(this, context.connectionId());
  }

  @Override
  public <C> TypedHubCallerClients<C> clients(Class<C> clientInterface) {
    return TargetedClients.typed(clientInterface, this, context.connectionId());
  }

  @Override
  public HubCallerGroups groups() {
    return new CallerGroups();
  }

  @Override
  public HubCallerContext context() {
    return context;
  }

  @Override
  public CompletableFuture<Void> send(Target target, InvocationMessage invocation) {
    CompletableFuture<Void> sent = messenger.send(target, invocation);
    return awaitSends ? begin(sent) : sent;
  }

  @Override
  public CompletableFuture<@Nullable Object> ask(ClientCall call) {
    Runnable waitOver;
    try {
      waitOver = rule.beginWait();
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<@Nullable Object> answer = messenger.ask(call);
    var unusedFuture = answer.whenComplete((result, failure) -> waitOver.run());
    return answer;
  }

  private CompletableFuture<Void> begin(CompletableFuture<Void> stage) {
    if (!stage.isDone()) {
      synchronized (begun) {
        begun.removeIf(CompletableFuture::isDone);
        begun.add(stage);
      }
    }
    return stage;
  }

  @Override
  public CompletableFuture<Void> settled() {
    CompletableFuture<?>[] pending;
    synchronized (begun) {
      begun.removeIf(CompletableFuture::isDone);
      if (begun.isEmpty()) {
        return CompletableFuture.completedFuture(null);
      }
      pending = begun.toArray(new CompletableFuture<?>[0]);
    }
    return CompletableFuture.allOf(pending).handle((done, failure) -> null);
  }

  private final class CallerGroups implements HubCallerGroups {
    @Override
    public CompletableFuture<Void> join(String group) {
      return add(context.connectionId(), group);
    }

    @Override
    public CompletableFuture<Void> leave(String group) {
      return remove(context.connectionId(), group);
    }

    @Override
    public CompletableFuture<Void> add(String connectionId, String group) {
      return begin(groups.add(connectionId, group));
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId, String group) {
      return begin(groups.remove(connectionId, group));
    }
  }
}
