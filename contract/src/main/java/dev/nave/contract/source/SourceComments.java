package dev.nave.contract.source;

import static java.util.stream.Collectors.joining;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first sentences of Javadoc, and the names of parameters, from the source files of
 * classes. Without source files, or where no compiler is there, it knows nothing. Not thread-safe.
 */
public final class SourceComments {
  private final List<Path> folders;
  private final Map<Path, Map<String, Comment>> files = new HashMap<>();

  /**
   * Looks for files in these folders.
   *
   * @param folders the roots of packages
   */
  public SourceComments(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * What a source file says of a class or a method.
   *
   * @param sentence the first of its Javadoc; empty if there is none
   * @param parameters the names of its parameters; empty for a class
   */
  public record Comment(String sentence, List<String> parameters) {
    /** Nothing. */
    public static final Comment NONE = new Comment("", List.of());

    /** Copies the list. */
    public Comment {
      parameters = List.copyOf(parameters);
    }
  }

  /** Returns what is said of a class. */
  public Comment of(Class<?> type) {
    return find(type, binaryName(type));
  }

  /** Returns what is said of a method where it is declared. */
  public Comment of(Method method) {
    Class<?> type = method.getDeclaringClass();
    List<String> parameters =
        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
    String name = binaryName(type) + "." + method.getName();
    Comment exact = find(type, name + parameters);
    // A type variable is something else in the class file.
    return exact.equals(Comment.NONE) ? find(type, name + "/" + parameters.size()) : exact;
  }

  private Comment find(Class<?> type, String member) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    String file = outer.getName().replace('.', '/') + ".java";
    for (Path folder : folders) {
      Path path = folder.resolve(file);
      if (Files.isRegularFile(path)) {
        return files.computeIfAbsent(path, SourceComments::read).getOrDefault(member, Comment.NONE);
      }
    }
    return Comment.NONE;
  }

  private static String binaryName(Class<?> type) {
    return type.getName().substring(type.getPackageName().length()).replace(".", "");
  }

  private static Map<String, Comment> read(Path path) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      return Map.of();
    }
    Map<String, Comment> comments = new HashMap<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  new StringWriter(), // What is wrong with the file, its own build says.
                  manager,
                  problem -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjects(path));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(docs, comments).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
    return comments;
  }

  private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees docs;
    private final Map<String, Comment> comments;
    private String type = "";

    Reader(DocTrees docs, Map<String, Comment> comments) {
      this.docs = docs;
      this.comments = comments;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      String outer = type;
      type = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "$" + tree.getSimpleName();
      comments.put(type, new Comment(sentence(getCurrentPath()), List.of()));
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
      List<String> types = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (VariableTree parameter : tree.getParameters()) {
        types.add(simpleName(parameter.getType().toString()));
        names.add(parameter.getName().toString());
      }
      Comment comment = new Comment(sentence(getCurrentPath()), names);
      comments.put(type + "." + tree.getName() + types, comment);
      comments.merge(
          type + "." + tree.getName() + "/" + types.size(),
          comment,
          (one, other) -> Comment.NONE); // Overloads: it is not known which.
      return null; // Classes inside of methods are not hubs.
    }

    /** Returns what the class of a type is called without its package, outer class, arguments. */
    private static String simpleName(String declared) {
      String name =
          declared
              .replaceAll("<.*>", "")
              .replaceAll("@[\\w.]+(\\([^)]*\\))?", "")
              .replace("...", "[]")
              .replaceAll("\\s", "");
      return name.substring(name.lastIndexOf('.') + 1);
    }

    private String sentence(TreePath path) {
      DocCommentTree comment = docs.getDocCommentTree(path);
      if (comment == null) {
        return "";
      }
      StringBuilder text = new StringBuilder();
      comment.getFirstSentence().forEach(each -> text.append(textOf(each)));
      return text.toString().replaceAll("\\s+", " ").trim();
    }

    /** Returns what readers see of a part of Javadoc: code as it is, and no markup. */
    private String textOf(DocTree part) {
      if (part instanceof LiteralTree literal) {
        return literal.getBody().getBody();
      }
      if (part instanceof LinkTree link) {
        return link.getLabel().isEmpty()
            ? link.getReference().getSignature()
            : link.getLabel().stream().map(this::textOf).collect(joining());
      }
      if (part instanceof StartElementTree || part instanceof EndElementTree) {
        return "";
      }
      String character = part instanceof EntityTree entity ? docs.getCharacters(entity) : null;
      return character == null ? part.toString() : character;
    }
  }
}
