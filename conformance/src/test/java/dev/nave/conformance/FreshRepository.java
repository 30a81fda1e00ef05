package dev.nave.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A local repository of Maven that holds what this build has made, as an installation would leave
 * it. All else is linked from the repository of the user. What that has of this project is not
 * seen.
 */
final class FreshRepository implements AutoCloseable {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> GROUP = List.of("dev", "nave");

  private final Path folder;
  private final List<Path> links = new ArrayList<>();

  private FreshRepository(Path folder) {
    this.folder = folder;
  }

  /** Fills a folder; the modules must have been packaged. */
  static FreshRepository fill(Path folder) throws Exception {
    FreshRepository repository = new FreshRepository(Files.createDirectories(folder));
    repository.link(usersRepository(), repository.folder, GROUP);
    repository.install(TOP);
    return repository;
  }

  Path folder() {
    return folder;
  }

  private static Path usersRepository() {
    String known = System.getProperty("nave.localRepository");
    return known == null
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(known);
  }

  /** Links everything but one folder, and makes that anew. */
  private void link(Path from, Path to, List<String> except) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.getFileName().toString().equals(except.get(0))) {
          links.add(Files.createSymbolicLink(to.resolve(entry.getFileName()), entry));
        }
      }
    }
    Path anew = Files.createDirectories(to.resolve(except.get(0)));
    Path old = from.resolve(except.get(0));
    if (except.size() > 1 && Files.isDirectory(old)) {
      link(old, anew, except.subList(1, except.size()));
    }
  }

  /** Installs a module and those in it. */
  private void install(Path module) throws Exception {
    Path pom = module.resolve("pom.xml");
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    Element project = document.getDocumentElement();
    String name = text(project, "artifactId");
    String version =
        text(children(project, "version").isEmpty() ? parent(project) : project, "version");
    Path target =
        Files.createDirectories(
            folder.resolve(String.join("/", GROUP)).resolve(name).resolve(version));
    String file = name + "-" + version;
    Files.copy(pom, target.resolve(file + ".pom"));
    Path jar = module.resolve("target").resolve(file + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, target.resolve(file + ".jar"));
    }
    for (Element list : children(project, "modules")) {
      for (Element each : children(list, "module")) {
        install(module.resolve(each.getTextContent()));
      }
    }
  }

  /** Cuts the links, so that none of them is followed when the folder is deleted. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  private static Element parent(Element project) {
    return children(project, "parent").get(0);
  }

  private static String text(Element of, String name) {
    return children(of, name).get(0).getTextContent();
  }

  private static List<Element> children(Element of, String name) {
    List<Element> found = new ArrayList<>();
    NodeList all = of.getChildNodes();
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
