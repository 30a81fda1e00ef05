package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.internal.streams.InboundStream;
import dev.nave.hub.internal.streams.UploadSettings;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection to which later messages of the client may refer: to cancel them, or
 * with items of their uploads.
 *
 * <p><b>Threading.</b> Calls begin on the loop, where those messages are read, too; they end on any
 * thread.
 */
final class ActiveCalls {
  /** Most clients that have such calls have one at a time. */
  private static final int FEW = 2;

  private final HubConnection connection;
  private final HubDispatch<?> hub;
  private final Backlog backlog;
  private final ConnectionThreads threads;

  /** The newest, from which {@link ActiveCall#older} leads to the others; null if there is none. */
  @GuardedBy("this")
  private @Nullable ActiveCall newest;

  // Few clients ever have such calls: while there is none, these are empty and cannot be changed.

  @GuardedBy("this")
  private Map<String, ActiveCall> cancellable = Collections.emptyMap();

  @GuardedBy("this")
  private Map<String, InboundStream> uploads = Collections.emptyMap();

  @GuardedBy("this")
  private int streaming;

  /**
   * Begins with none.
   *
   * @param threads run the subscribers of their uploads
   */
  ActiveCalls(
      HubConnection connection, HubDispatch<?> hub, Backlog backlog, ConnectionThreads threads) {
    this.connection = connection;
    this.hub = hub;
    this.backlog = backlog;
    this.threads = threads;
  }

  /**
   * Begins with a call: finds its method, and remembers the call if later messages may refer to it.
   * Loop only.
   *
   * @throws CallRefusedException if its ids are in use, or it is one too many
   */
  Invocation begin(InvocationMessage call) throws CallRefusedException {
    HubMethod method = hub.methods().find(call.target());
    return Invocation.of(
        call,
        hub.pipeline().keptHeaders(call.headers()),
        method,
        begin(method, call.invocationId(), call.target(), call.streamIds(), false),
        hub.meters().received());
  }

  /** Begins with a call that wants a stream; otherwise as the other. */
  Invocation begin(StreamInvocationMessage call) throws CallRefusedException {
    HubMethod method = hub.methods().find(call.target());
    return Invocation.of(
        call,
        hub.pipeline().keptHeaders(call.headers()),
        method,
        begin(method, call.invocationId(), call.target(), call.streamIds(), true),
        hub.meters().received());
  }

  /**
   * Remembers a call if later messages may refer to it.
   *
   * @param method null if there is none of that name
   * @param id the invocation id; null if the client waits for no answer
   * @param streamIds the ids of the streams that the client uploads
   * @param wantsStream whether the client asked for a stream
   * @return null if it is a call like most
   */
  private @Nullable ActiveCall begin(
      @Nullable HubMethod method,
      @Nullable String id,
      String target,
      List<String> streamIds,
      boolean wantsStream)
      throws CallRefusedException {
    boolean takesToken = method != null && method.takesToken();
    List<Type> itemTypes = method == null ? List.of() : method.uploadTypes();
    boolean hasStreams = wantsStream || !itemTypes.isEmpty();
    if (!hasStreams && !takesToken) {
      return null;
    }
    synchronized (this) {
      if (hasStreams) {
        checkStreams(id, target, wantsStream);
      }
      // A call with the wrong number of streams fails before anybody looks at them.
      List<String> ids = streamIds.size() == itemTypes.size() ? streamIds : List.of();
      ActiveCall call =
          new ActiveCall(
              this,
              wantsStream || takesToken ? id : null,
              wantsStream ? connection.outlet() : null,
              beginUploads(target, ids, itemTypes),
              hasStreams,
              hub.threads().entrance());
      add(call);
      return call;
    }
  }

  @GuardedBy("this")
  private void checkStreams(@Nullable String id, String target, boolean wantsStream)
      throws CallRefusedException {
    ActiveCall same = wantsStream && id != null ? cancellable.get(id) : null;
    if (same != null && same.outlet() != null) {
      throw new CallRefusedException("Invocation ID '" + id + "' is already in use.");
    }
    if (streaming >= connection.options().maxStreamsPerClient()) {
      throw refused(
          target,
          "The client has "
              + streaming
              + " calls with streams open, as many as maxStreamsPerClient allows.");
    }
  }

  @GuardedBy("this")
  private Map<String, InboundStream> beginUploads(
      String target, List<String> ids, List<Type> itemTypes) throws CallRefusedException {
    if (ids.isEmpty()) {
      return Map.of();
    }
    HubOptions options = connection.options();
    UploadSettings settings =
        new UploadSettings(
            options.streamBufferCapacity(),
            options.maxValuesPerMessage(),
            options.detailedErrors());
    Executor uploading = threads.of(Work.OTHER);
    Map<String, InboundStream> begun = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      InboundStream upload = new InboundStream(itemTypes.get(i), settings, backlog, uploading);
      if (uploads.containsKey(id) || begun.put(id, upload) != null) {
        throw new CallRefusedException( // The text of .NET 11, which refuses it, too.
            "An unexpected error occurred invoking '"
                + target
                + "' on the server. HubException: Stream ID '"
                + id
                + "' is already in use.");
      }
    }
    return begun;
  }

  /** Puts a text together as that of a call which could not be bound. */
  private static CallRefusedException refused(String target, String reason) {
    return new CallRefusedException(
        "Failed to invoke '" + target + "' due to an error on the server. HubException: " + reason);
  }

  @GuardedBy("this")
  private void add(ActiveCall call) {
    ActiveCall before = newest;
    call.older = before;
    if (before != null) {
      before.newer = call;
    }
    newest = call;
    call.isOpen = true;
    if (!call.uploads().isEmpty()) {
      uploads = uploads.isEmpty() ? new HashMap<>(FEW) : uploads;
      uploads.putAll(call.uploads());
    }
    if (call.isStreaming()) {
      streaming++;
      hub.settings().counters().streams(1);
    }
    String id = call.cancelledBy();
    if (id != null) {
      backlog.beginCancellable();
      cancellable = cancellable.isEmpty() ? new HashMap<>(FEW) : cancellable;
      if (call.outlet() != null) {
        cancellable.put(id, call);
      } else {
        // The reference server lets calls share an id; then the first is the one to be cancelled.
        cancellable.putIfAbsent(id, call);
      }
    }
  }

  /** Forgets a call that is over. Any thread. Returns whether it was there. */
  synchronized boolean remove(ActiveCall call) {
    if (!call.isOpen) {
      return false;
    }
    unlink(call);
    if (!uploads.isEmpty()) { // The empty one refuses even this.
      call.uploads().forEach(uploads::remove);
    }
    uploads = unlessEmpty(uploads);
    if (call.isStreaming()) {
      streaming--;
      hub.settings().counters().streams(-1);
    }
    String id = call.cancelledBy();
    if (id != null) {
      backlog.endCancellable();
      if (!cancellable.isEmpty()) {
        cancellable.remove(id, call);
      }
      cancellable = unlessEmpty(cancellable);
    }
    return true;
  }

  /** Returns a map if it has entries; one that had some is not kept. */
  private static <V> Map<String, V> unlessEmpty(Map<String, V> map) {
    return map.isEmpty() ? Collections.emptyMap() : map;
  }

  @GuardedBy("this")
  private void unlink(ActiveCall call) {
    ActiveCall older = call.older;
    ActiveCall newer = call.newer;
    if (older != null) {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    call.older = null;
    call.newer = null;
    call.isOpen = false;
  }

  // What the client sends. Loop only.

  /** Cancels a call. Returns whether there is one of that id. */
  boolean cancel(String invocationId) {
    ActiveCall call;
    synchronized (this) {
      call = cancellable.get(invocationId);
    }
    if (call == null) {
      return false;
    }
    call.cancel();
    return true;
  }

  /** Takes an item of an upload. Returns whether there is one of that id. */
  boolean item(StreamItemMessage message) {
    InboundStream upload;
    synchronized (this) {
      upload = uploads.get(message.invocationId());
    }
    if (upload == null) {
      return false;
    }
    upload.item(message.item());
    return true;
  }

  /** Ends an upload; a result means nothing. Returns whether there is one of that id. */
  boolean complete(CompletionMessage message) {
    InboundStream upload;
    synchronized (this) {
      upload = uploads.remove(message.invocationId());
    }
    if (upload == null) {
      return false;
    }
    upload.complete(message.error());
    return true;
  }

  /** The client sends nothing more: its uploads end behind the items that came. */
  void endUploads() {
    all().forEach(ActiveCall::endUploads);
  }

  /** Ends the streams that answer calls, behind the items that they have. */
  void endStreams(Throwable failure) {
    for (ActiveCall call : all()) {
      if (call.outlet() != null) {
        call.failStream(failure);
      }
    }
  }

  /** Cancels the tokens of the calls that do not answer with a stream: the client is leaving. */
  void cancelPlain() {
    for (ActiveCall call : all()) {
      if (call.outlet() == null) {
        call.cancel();
      }
    }
  }

  /** The connection has ended, and so do all streams, and the tokens are cancelled. */
  void cut() {
    for (ActiveCall call : all()) {
      call.endUploads();
      call.cancel();
    }
  }

  private synchronized List<ActiveCall> all() {
    List<ActiveCall> all = new ArrayList<>();
    for (ActiveCall call = newest; call != null; call = call.older) {
      all.add(call);
    }
    return all;
  }
}
