package dev.nave.hub.internal.methods;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.internal.filters.CalledMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells the method's own result from one that a filter put in its place: only the first is of the
 * declared type. Any thread; one per call, or one per method where there are no filters.
 */
public final class MethodResult {
  private final HubMethod method;
  private final CalledMethod watched;
  private volatile @Nullable Object own;

  private MethodResult(HubMethod method, boolean mayBeReplaced) {
    this.method = method;
    this.watched = mayBeReplaced ? new Watched() : method;
  }

  public static MethodResult of(HubMethod method, boolean mayBeReplaced) {
    return mayBeReplaced ? new MethodResult(method, true) : method.ownResult();
  }

  /** The result of a method that nothing surrounds. */
  static MethodResult always(HubMethod method) {
    return new MethodResult(method, false);
  }

  /** Returns what to call instead of the method. */
  public CalledMethod watched() {
    return watched;
  }

  /**
   * Returns the declared type of {@code value}, or of its items; null if it is not the method's.
   */
  public @Nullable Type typeOf(@Nullable Object value) {
    return watched == method || value == own ? method.resultType() : null;
  }

  private final class Watched implements CalledMethod {
    @Override
    public String name() {
      return method.name();
    }

    @Override
    public Method declared() {
      return method.declared();
    }

    @Override
    public @Nullable Object invoke(AbstractHub hub, @Nullable Object[] arguments) throws Throwable {
      Object returned = method.invoke(hub, arguments);
      if (returned instanceof CompletionStage<?> stage) {
        return stage.thenApply(this::seen);
      }
      return seen(returned);
    }

    private @Nullable Object seen(@Nullable Object value) {
      own = value;
      return value;
    }

    @Override
    public String toString() {
      return method.toString();
    }
  }
}
