package dev.nave.hub.internal.methods.closed;

import dev.nave.hub.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A named module that holds this package alone and shows it to nobody. */
public final class ClosedModule extends ModuleReference {
  private static final String NAME = "closed.module";

  private ClosedModule() {
    super(
        ModuleDescriptor.newModule(NAME)
            .packages(Set.of(ClosedModule.class.getPackageName()))
            .build(),
        null);
  }

  /** Loads {@link ClosedHub} once more, into the module. */
  public static Class<? extends Hub> loadHub() {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(new OneModule(), ModuleFinder.of(), Set.of(NAME));
    ClassLoader parent = ClosedModule.class.getClassLoader();
    ModuleLayer.Controller layer =
        ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), parent);
    Module module = layer.layer().findModule(NAME).orElseThrow();
    layer.addReads(module, Hub.class.getModule());
    Class<?> hub =
        Objects.requireNonNull(Class.forName(module, ClosedHub.class.getName()), "ClosedHub");
    return hub.asSubclass(Hub.class);
  }

  @Override
  public ModuleReader open() {
    return new ClassPathReader();
  }

  private static final class OneModule implements ModuleFinder {
    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(NAME) ? Optional.of(new ClosedModule()) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.of(new ClosedModule());
    }
  }

  private static final class ClassPathReader implements ModuleReader {
    @Override
    public Optional<URI> find(String name) {
      URL found = ClosedModule.class.getClassLoader().getResource(name);
      try {
        return found == null ? Optional.empty() : Optional.of(found.toURI());
      } catch (URISyntaxException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }

    @Override
    public Stream<String> list() {
      return Stream.empty();
    }

    @Override
    public void close() {}
  }
}
