package dev.nave.hub.internal.clients;

import dev.nave.hub.internal.clients.ClientInterface.Call;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.Payload;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each call of a method of a client interface through a {@link PayloadProxy}, or asks for its
 * result. Any thread.
 */
final class TypedClientHandler implements InvocationHandler {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final ClientInterface client;
  private final PayloadProxy target;

  TypedClientHandler(ClientInterface client, PayloadProxy target) {
    this.client = client;
    this.target = target;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Object[] values = arguments != null ? arguments : new Object[0];
    if (method.getDeclaringClass() == Object.class) {
      return answerAsObject(proxy, method.getName(), values);
    }
    MethodHandle body = client.bodyOf(method);
    if (body != null) {
      return (Object) body.invokeExact(proxy, values);
    }
    Call call = client.callOf(method);
    Payload payload = Payload.ofAll(call.arguments(), values);
    if (call.result() != null) {
      return ask(call.name(), call.result(), payload);
    }
    CompletableFuture<Void> sent = target.send(call.name(), payload);
    if (method.getReturnType() != void.class) {
      return sent;
    }
    logFailure(call.name(), sent);
    return null;
  }

  private CompletableFuture<@Nullable Object> ask(String name, Type result, Payload arguments) {
    if (!(target instanceof SingleTargetProxy single)) {
      throw new IllegalStateException(
          client
              + ": \""
              + name
              + "\" asks for a result, for which only a single connection can be asked: through"
              + " client(id) or caller()");
    }
    return single.ask(result, name, arguments);
  }

  /**
   * Logs what the caller of a void method cannot see, at debug: what an outage does is counted, and
   * arguments that cannot be encoded are a warning already.
   */
  private void logFailure(String name, CompletableFuture<Void> sent) {
    sent.exceptionally(
        failure -> {
          log.debug("{}: \"{}\" was not sent, or perhaps not", client, name, failure);
          return null;
        });
  }

  private Object answerAsObject(Object proxy, String method, Object[] values) {
    return switch (method) {
      case "equals" -> proxy == values[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> client + " through " + target;
    };
  }
}
