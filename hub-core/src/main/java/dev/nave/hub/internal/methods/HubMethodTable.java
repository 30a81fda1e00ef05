package dev.nave.hub.internal.methods;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.internal.authorization.AuthorizeAnnotations;
import dev.nave.hub.internal.authorization.Policies;
import dev.nave.hub.internal.methods.ExposedMethods.Exposed;
import dev.nave.hub.internal.types.TypeResolver;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one hub class that clients call, by name. Immutable; any thread.
 *
 * <p>Names are case-insensitive, because clients of other languages have other conventions.
 */
public final class HubMethodTable {
  private final Map<String, HubMethod> asSpelled;
  private final SortedMap<String, HubMethod> ignoringCase;

  private HubMethodTable(SortedMap<String, HubMethod> methods) {
    ignoringCase = methods;
    asSpelled = new HashMap<>(methods);
  }

  /** Does as {@link #of(Class, Policies)} does, for a hub whose annotations name no policies. */
  public static HubMethodTable of(Class<? extends AbstractHub> hub) {
    return of(hub, Policies.NONE);
  }

  /**
   * Finds what {@code hub} exposes: its public methods and those of its bases below {@link
   * AbstractHub}, but for what {@link ExposedMethods} leaves out. What a library generated below
   * the class that the application wrote ({@link WrittenHub}) is not looked at.
   *
   * @param policies what {@code @Authorize} on its methods may name
   * @throws IllegalArgumentException if two methods have one name, or clients could not call one,
   *     or an {@code @Authorize} cannot be obeyed, or a {@code @NonBlocking} method would wait, or
   *     is not called by clients
   */
  public static HubMethodTable of(Class<? extends AbstractHub> hub, Policies policies) {
    return ofWritten(WrittenHub.of(hub), policies);
  }

  private static HubMethodTable ofWritten(Class<? extends AbstractHub> hub, Policies policies) {
    TypeResolver types = TypeResolver.of(hub);
    MethodAdapters adapters = MethodAdapters.of(hub);
    SortedMap<String, HubMethod> methods = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<Exposed> all = ExposedMethods.of(hub, types);
    List<Method> others = ExposedMethods.others(hub, all);
    AuthorizeAnnotations.refuseUnasked(others);
    NonBlockingMethods.refuseUncalled(hub, others);
    for (Exposed exposed : all) {
      boolean nonBlocking = NonBlockingMethods.isMarked(exposed.overrides());
      HubMethod method =
          new HubMethod(
              exposed.name(),
              exposed.method(),
              types,
              adapters,
              AuthorizeAnnotations.ofMethod(exposed.overrides(), policies),
              nonBlocking);
      if (nonBlocking) {
        NonBlockingMethods.check(hub.getName(), method);
      }
      HubMethod other = methods.putIfAbsent(method.name(), method);
      if (other != null) {
        throw new IllegalArgumentException(
            "Duplicate definitions of '"
                + method.name()
                + "'. Overloading is not supported. Hub "
                + hub.getName()
                + " has "
                + other
                + " and "
                + method
                + "; rename one with @HubMethodName or hide it with @HubIgnore");
      }
    }
    return new HubMethodTable(methods);
  }

  /** Returns the method that a client means by {@code target}, or null if there is none. */
  public @Nullable HubMethod find(String target) {
    HubMethod method = asSpelled.get(target);
    return method != null ? method : ignoringCase.get(target);
  }

  /**
   * Returns a number that stands for the names and the parameters of the methods: the same in every
   * process for the same methods, and hardly ever for others. Never 0.
   */
  public long shape() {
    long hash = 0xcbf29ce484222325L; // FNV-1a, of 64 bits.
    for (HubMethod method : ignoringCase.values()) {
      String signature = method.name() + method.argumentTypes() + method.uploadTypes() + '\n';
      for (byte each : signature.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
      }
    }
    return hash == 0 ? 1 : hash;
  }

  /** Returns all methods, in the order of their names. */
  public List<HubMethod> methods() {
    return List.copyOf(ignoringCase.values());
  }
}
