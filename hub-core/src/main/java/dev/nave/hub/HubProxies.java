package dev.nave.hub;

import dev.nave.hub.internal.logging.LogCategory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What it takes to call hub objects that are proxies: objects of a class derived from the hub class
 * that hand the calls to another object, as Spring and others make them. Any thread.
 *
 * <p>The target learns its call by {@link AbstractHub#attach}, which a proxy hands on as it does
 * any other method; where it does not, from the thread that calls the hub method.
 */
final class HubProxies {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);
  private static final ThreadLocal<@Nullable HubCall> CALL = new ThreadLocal<>();
  private static final ClassValue<Boolean> MAY_HAND_ON =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.getSuperclass().getSuperclass() != AbstractHub.class
              || Arrays.stream(type.getDeclaredFields()).anyMatch(HubProxies::holdsHub);
        }
      };
  private static final ClassValue<ConcurrentMap<Method, Class<?>>> DECLARING =
      new ClassValue<>() {
        @Override
        protected ConcurrentMap<Method, Class<?>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private HubProxies() {}

  /**
   * Returns whether objects of a class may hand calls to others. A class right below {@link Hub} or
   * {@link TypedHub} has no base whose objects it could call, unless it holds one.
   */
  static boolean mayHandOn(Class<?> type) {
    return MAY_HAND_ON.get(type);
  }

  private static boolean holdsHub(Field field) {
    return !Modifier.isStatic(field.getModifiers())
        && AbstractHub.class.isAssignableFrom(field.getType());
  }

  /**
   * Gives the call to what a proxy hands it on to.
   *
   * @return what {@link AbstractHub#attach} returned; null if it did not come through
   * @throws SharedHubException if the target has served another call
   */
  static @Nullable Object attached(AbstractHub proxy, HubCall call) {
    try {
      return proxy.attach(call);
    } catch (Exception e) { // Even a checked one: what a proxy throws is not declared here.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SharedHubException shared) {
          throw shared;
        }
      }
      // What stands around all methods of the target refuses this one.
      log.debug("{} does not hand on its call", proxy.getClass().getName(), e);
      return null;
    }
  }

  /** Returns the call that a hub method serves which this thread runs; null if it runs none. */
  static @Nullable HubCall callOfThread() {
    return CALL.get();
  }

  /** What is run for a call. */
  @FunctionalInterface
  interface Work<E extends Throwable> {
    @Nullable Object run() throws E;
  }

  /** Runs what may end in the target of a proxy, so that it finds its call on the thread. */
  static <E extends Throwable> @Nullable Object serving(HubCall call, Work<E> work) throws E {
    HubCall outer = CALL.get();
    CALL.set(call);
    try {
      return work.run();
    } finally {
      if (outer == null) {
        CALL.remove();
      } else {
        CALL.set(outer);
      }
    }
  }

  /**
   * Returns the object to call a method on: the target where its proxy does not override it. That
   * is so for final methods, and for protected ones with which a proxy has nothing to do: they
   * would run on the proxy, whose fields are empty.
   */
  static AbstractHub receiver(AbstractHub hub, Method method) {
    AbstractHub target = hub.target();
    if (target == null || target == hub) {
      return hub;
    }
    return declaring(hub.getClass(), method).isInstance(target) ? target : hub;
  }

  /** Returns whether a class, or a base of it, overrides a method of {@link Hub}. */
  static boolean overrides(Class<?> type, Method method) {
    return declaring(type, method) != AbstractHub.class;
  }

  private static Class<?> declaring(Class<?> type, Method method) {
    ConcurrentMap<Method, Class<?>> known = DECLARING.get(type);
    Class<?> found = known.get(method);
    if (found == null) {
      found =
          Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
              .filter(each -> declares(each, method))
              .findFirst()
              .orElse(method.getDeclaringClass());
      known.put(method, found);
    }
    return found;
  }

  private static boolean declares(Class<?> type, Method method) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            each ->
                each.getName().equals(method.getName())
                    && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
  }
}
