package dev.nave.hub.internal.clients;

import dev.nave.hub.ClientProxy;
import dev.nave.hub.HubCallerClients;
import dev.nave.hub.SingleClientProxy;
import dev.nave.hub.TypedHubCallerClients;
import dev.nave.hub.internal.send.Target;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the application's words for who gets a message into a {@link Target}. Any thread.
 *
 * @param <C> the proxy
 */
public class TargetedClients<C> implements TypedHubCallerClients<C> {
  private final Function<Target, C> proxies;
  private final @Nullable String callerId;

  private TargetedClients(Function<Target, C> proxies, @Nullable String callerId) {
    this.proxies = proxies;
    this.callerId = callerId;
  }

  /** Returns the clients for messages named by strings; without a caller outside of hubs. */
  public static HubCallerClients untyped(Messenger messenger, @Nullable String callerId) {
    return new Untyped(messenger, callerId);
  }

  /** Returns the clients for messages named by an interface; without a caller outside of hubs. */
  public static <C> TypedHubCallerClients<C> typed(
      Class<C> clientInterface, Messenger messenger, @Nullable String callerId) {
    Function<PayloadProxy, C> typed = TypedClients.of(clientInterface);
    return new TargetedClients<>(
        target ->
            typed.apply(
                target.kind() == Target.Kind.CONNECTION
                    ? single(messenger, target.names().get(0))
                    : new TargetProxy(messenger, target)),
        callerId);
  }

  private static SingleTargetProxy single(Messenger messenger, String connectionId) {
    return new SingleTargetProxy(messenger, connectionId, null);
  }

  private static final class Untyped extends TargetedClients<ClientProxy>
      implements HubCallerClients {
    private final Messenger messenger;

    Untyped(Messenger messenger, @Nullable String callerId) {
      super(target -> new TargetProxy(messenger, target), callerId);
      this.messenger = messenger;
    }

    @Override
    public SingleClientProxy client(String connectionId) {
      return single(messenger, connectionId);
    }

    @Override
    public SingleClientProxy caller() {
      return client(callerId());
    }
  }

  final String callerId() {
    if (callerId == null) {
      throw new IllegalStateException("there is no caller outside of a hub method");
    }
    return callerId;
  }

  @Override
  public C all() {
    return allExcept(List.of());
  }

  @Override
  public C allExcept(Collection<String> connectionIds) {
    return proxies.apply(Target.all(connectionIds));
  }

  @Override
  public C client(String connectionId) {
    return proxies.apply(Target.connection(connectionId));
  }

  @Override
  public C clients(Collection<String> connectionIds) {
    return proxies.apply(Target.connections(connectionIds));
  }

  @Override
  public C group(String group) {
    return groupExcept(group, List.of());
  }

  @Override
  public C groups(Collection<String> groups) {
    return proxies.apply(Target.groups(groups));
  }

  @Override
  public C groupExcept(String group, Collection<String> connectionIds) {
    return proxies.apply(Target.group(group, connectionIds));
  }

  @Override
  public C user(String userId) {
    return proxies.apply(Target.user(userId));
  }

  @Override
  public C users(Collection<String> userIds) {
    return proxies.apply(Target.users(userIds));
  }

  @Override
  public C caller() {
    return client(callerId());
  }

  @Override
  public C others() {
    return allExcept(List.of(callerId()));
  }

  @Override
  public C othersInGroup(String group) {
    return groupExcept(group, List.of(callerId()));
  }
}
