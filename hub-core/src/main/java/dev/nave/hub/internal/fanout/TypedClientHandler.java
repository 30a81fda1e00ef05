package dev.nave.hub.internal.fanout;

import dev.nave.hub.ClientProxy;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each call of a method of a client interface through a {@link ClientProxy}, or asks for its
 * result. Any thread.
 */
final class TypedClientHandler implements InvocationHandler {
  private static final Logger log = LoggerFactory.getLogger(TypedClientHandler.class);

  private final ClientInterface client;
  private final ClientProxy target;

  TypedClientHandler(ClientInterface client, ClientProxy target) {
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
    String name = client.nameOf(method);
    Type result = client.resultOf(method);
    if (result != null) {
      return ask(name, result, values);
    }
    CompletableFuture<Void> sent = send(name, values);
    if (method.getReturnType() != void.class) {
      return sent;
    }
    logFailure(name, sent);
    return null;
  }

  private CompletableFuture<@Nullable Object> ask(
      String name, Type result, @Nullable Object[] values) {
    if (!(target instanceof SingleTargetProxy single)) {
      throw new IllegalStateException(
          client
              + ": \""
              + name
              + "\" asks for a result, for which only a single connection can be asked: through"
              + " client(id) or caller()");
    }
    return single.ask(result, name, Payload.ofAll(values));
  }

  private CompletableFuture<Void> send(String name, @Nullable Object[] values) {
    return switch (values.length) {
      case 0 -> target.send(name);
      case 1 -> target.send(name, values[0]);
      default ->
          target.send(name, values[0], values[1], Arrays.copyOfRange(values, 2, values.length));
    };
  }

  /**
   * Logs what the caller of a void method cannot see: a mistake in the arguments as a warning; what
   * an outage does to each message only at debug, for it is counted.
   */
  private void logFailure(String name, CompletableFuture<Void> sent) {
    sent.exceptionally(
        failure -> {
          if (failure instanceof EncodingException) {
            log.warn("{}: \"{}\" was not sent", client, name, failure);
          } else {
            log.debug("{}: \"{}\" was not sent, or perhaps not", client, name, failure);
          }
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
