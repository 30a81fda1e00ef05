package dev.nave.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What hubs have in common, whether they name the methods of clients by strings or by an interface.
 * Applications extend {@link Hub} or {@link TypedHub}.
 */
public abstract class AbstractHub {
  private static final VarHandle CALL = handle("call");
  private static final VarHandle FOUND = handle("found");

  /** The one call that this object serves: given by the server. */
  private @Nullable HubCall call;

  /** The same, found on the calling thread by an object that the server could not reach. */
  private @Nullable HubCall found;

  /** The object that this one, a proxy, hands calls to; null where that is not known. */
  private @Nullable AbstractHub target;

  AbstractHub() {}

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(AbstractHub.class, field, HubCall.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * A client has connected; it is registered already, and none of its messages has been read yet.
   *
   * @throws Exception to refuse the client: its connection is closed with an error, and {@link
   *     #onDisconnected} does not run
   */
  protected void onConnected() throws Exception {}

  /**
   * The user of the connection was authenticated anew; {@link HubCallerContext#user} returns what
   * is known now. Calls that run go on, further ones wait until this has ended, but for those with
   * streams. Needs {@link HubOptions#authenticationRefresh}.
   *
   * @throws Exception logged, without effect on the connection
   */
  protected void onAuthenticationRefreshed() throws Exception {}

  /**
   * A client is gone. It is still in its groups, so that they can be told.
   *
   * @param cause why the connection ended; null if it ended as intended
   * @throws Exception logged, without effect on the connection
   */
  protected void onDisconnected(@Nullable Throwable cause) throws Exception {}

  /**
   * Returns the clients to send to, through an interface that declares the methods of a client.
   *
   * @param clientInterface an interface whose methods return {@code void} or a {@code
   *     CompletionStage<Void>}, or a stage of something else to ask one client for a result
   * @throws IllegalArgumentException if the hub names an interface, by {@link ClientMethods} or as
   *     a {@link TypedHub}, that is not this one and does not extend it
   */
  protected final <C> TypedHubCallerClients<C> clients(Class<C> clientInterface) {
    return call().clients(clientInterface);
  }

  /** Returns the groups, to join and to leave. */
  protected final HubCallerGroups groups() {
    return call().groups();
  }

  /**
   * Returns what ends connections, that of the caller among them. A call does not wait for what it
   * begins here.
   */
  protected final HubConnections connections() {
    return call().connections();
  }

  /**
   * Returns who is there, in the whole farm.
   *
   * @throws IllegalStateException if the hub has no {@link HubSettings#presence}
   */
  protected final HubPresence presence() {
    return call().presence();
  }

  /** Returns who called, and over which connection. */
  protected final HubCallerContext context() {
    return call().context();
  }

  /**
   * Takes the call that this object serves. The server calls it before any other method; an
   * application neither calls nor overrides it.
   *
   * <p>It can be overridden so that a proxy hands it on, as it does every other method, to the
   * object behind it, which then knows its caller as well.
   *
   * @param served what {@link #clients}, {@link #groups}, {@link #connections}, {@link #presence}
   *     and {@link #context} return
   * @return nothing that an application can use. Proxies of Spring hand on a protected method only
   *     if its target could be what it returns
   * @throws IllegalStateException if this object serves, or has served, another call
   */
  protected Object attach(HubCall served) {
    if (call == served) {
      return this;
    }
    claim(served);
    return new Reached(this);
  }

  /** The object that {@link #attach} came to. Wrapped: Spring replaces a target by its proxy. */
  private record Reached(AbstractHub hub) {}

  /**
   * Begins to serve a call, once and for all.
   *
   * @throws IllegalStateException if this object, or the one that it hands calls to, serves or has
   *     served another call
   */
  final void bind(HubCall served) {
    claim(served);
    if (HubProxies.mayHandOn(getClass())) {
      target = HubProxies.attached(this, served) instanceof Reached reached ? reached.hub() : null;
    }
  }

  private void claim(HubCall served) {
    if (!CALL.compareAndSet(this, null, served)) {
      throw new SharedHubException(this);
    }
  }

  /** Returns what this proxy hands calls to; null if it is none, or its target is not known. */
  final @Nullable AbstractHub target() {
    return target;
  }

  final HubCall call() {
    HubCall given = call;
    return given != null ? given : callOfThread();
  }

  /** For the target of a proxy that did not hand on {@link #attach}. */
  private HubCall callOfThread() {
    HubCall here = HubProxies.callOfThread();
    if (here != null) {
      FOUND.compareAndSet(this, null, here);
    }
    HubCall served = found;
    if (served == null) {
      throw new IllegalStateException(
          getClass().getName()
              + " was not called by a client: clients(), groups() and context() work inside hub"
              + " methods only; elsewhere use HubServer.hubContext");
    }
    if (here != null && here != served) {
      throw new SharedHubException(this);
    }
    return served;
  }
}
