package dev.nave.hub.internal.methods;

import dev.nave.hub.AbstractHub;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the class that the application wrote below one that a library generated from it, such as a
 * proxy: the written one alone decides what clients may call, and who may. Pure functions.
 *
 * <p>A class counts as generated if
 *
 * <ul>
 *   <li>it is synthetic or hidden, or
 *   <li>it has a name that only generators give: {@code $$}, {@code $ByteBuddy$}, {@code
 *       $HibernateProxy$}, {@code _Subclass}, {@code _ClientProxy}, {@code $Intercepted}, or
 *   <li>it implements an interface by which a library marks its proxies, or
 *   <li>its loader has no file of it, but has one of its base: it was made at run time.
 * </ul>
 *
 * A class right below {@link dev.nave.hub.Hub} or {@link dev.nave.hub.TypedHub} is written, however
 * it was made.
 */
public final class WrittenHub {
  private static final Set<String> NAME_PARTS = Set.of("$$", "$ByteBuddy$", "$HibernateProxy$");
  private static final Set<String> NAME_ENDS = Set.of("_Subclass", "_ClientProxy", "$Intercepted");
  private static final Set<String> MARKERS =
      Set.of(
          "org.springframework.aop.SpringProxy",
          "org.springframework.cglib.proxy.Factory",
          "net.sf.cglib.proxy.Factory",
          "javassist.util.proxy.Proxy",
          "javassist.util.proxy.ProxyObject",
          "org.jboss.weld.bean.proxy.ProxyObject",
          "org.apache.webbeans.proxy.OwbNormalScopeProxy",
          "org.apache.webbeans.proxy.OwbInterceptorProxy",
          "io.quarkus.arc.ClientProxy",
          "io.quarkus.arc.Subclass",
          "io.micronaut.aop.Intercepted");

  private WrittenHub() {}

  /** Returns {@code type} if it was written, else its nearest base that was. */
  public static Class<? extends AbstractHub> of(Class<? extends AbstractHub> type) {
    Class<? extends AbstractHub> written = type;
    while (written.getSuperclass().getSuperclass() != AbstractHub.class && isGenerated(written)) {
      written = written.getSuperclass().asSubclass(AbstractHub.class);
    }
    return written;
  }

  private static boolean isGenerated(Class<?> type) {
    String name = type.getName();
    return type.isSynthetic()
        || type.isHidden()
        || NAME_PARTS.stream().anyMatch(name::contains)
        || NAME_ENDS.stream().anyMatch(name::endsWith)
        || interfaces(type).anyMatch(each -> MARKERS.contains(each.getName()))
        || (!hasFile(type) && hasFile(type.getSuperclass()));
  }

  /** Returns the interfaces of one class, with their bases, but not those of its own bases. */
  static Stream<Class<?>> interfaces(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .flatMap(each -> Stream.concat(Stream.of(each), interfaces(each)));
  }

  private static boolean hasFile(Class<?> type) {
    String name = type.getName();
    return type.getResource(name.substring(name.lastIndexOf('.') + 1) + ".class") != null;
  }
}
