package dev.nave.maven;

import dev.nave.contract.generate.ContractGenerator;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What both goals are told. The generator runs in a class loader with the class path of the
 * project, so that the project's own versions of hub-core and Jackson decide.
 */
abstract class AbstractContractMojo extends AbstractMojo {
  private static final String GENERATOR = "dev.nave.contract.generate.ContractGenerator";

  /** The hubs: {@code <hub>} with {@code <className>}, {@code <path>}, {@code <fileName>}. */
  @Parameter(required = true)
  List<HubSetting> hubs = List.of();

  /** Where clients are written. Default: none are. */
  @Parameter(property = "nave.clientDirectory")
  @Nullable File clientDirectory;

  /** {@code typescript}, or {@code javascript} with declaration files. */
  @Parameter(property = "nave.language", defaultValue = "typescript")
  String language = "typescript";

  /** The AsyncAPI document. Default: none is written. */
  @Parameter(property = "nave.asyncApiFile")
  @Nullable File asyncApiFile;

  /** The hub protocol of the clients: json, messagepack or messagepack_as_mapped. */
  @Parameter(property = "nave.protocol", defaultValue = "json")
  String protocol = "json";

  /** A {@code Consumer<JsonMapper.Builder>}: what the server gives to jsonMapper. */
  @Parameter(property = "nave.jsonMapper")
  @Nullable String jsonMapper;

  /** What the document calls the application. */
  @Parameter(property = "nave.title", defaultValue = "${project.name}")
  @Nullable String title;

  /** The version of the application's contract. */
  @Parameter(property = "nave.apiVersion", defaultValue = "${project.version}")
  @Nullable String apiVersion;

  /** Does nothing. */
  @Parameter(property = "nave.skip", defaultValue = "false")
  boolean skip;

  @Parameter(defaultValue = "${project.runtimeClasspathElements}", readonly = true)
  List<String> classPath = List.of();

  @Parameter(defaultValue = "${project.compileSourceRoots}", readonly = true)
  List<String> sources = List.of();

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    finish(run(arguments()));
  }

  /** Adds to what the generator is told. */
  abstract void addTo(List<String> arguments);

  /** Takes the files that were written or are stale. */
  abstract void finish(List<String> files) throws MojoFailureException;

  private List<String> arguments() throws MojoExecutionException {
    List<String> arguments = new ArrayList<>();
    try {
      for (HubSetting hub : hubs) {
        arguments.addAll(List.of("--hub", hub.argument()));
      }
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
    }
    if (!language.equals("typescript") && !language.equals("javascript")) {
      throw new MojoExecutionException(
          "<language> must be typescript or javascript but was " + language);
    }
    add(arguments, "--" + language, clientDirectory);
    add(arguments, "--asyncapi", asyncApiFile);
    add(arguments, "--protocol", protocol);
    add(arguments, "--json-mapper", jsonMapper);
    add(arguments, "--title", title);
    add(arguments, "--api-version", apiVersion);
    sources.forEach(each -> add(arguments, "--sources", each));
    addTo(arguments);
    return arguments;
  }

  private static void add(List<String> arguments, String name, @Nullable Object value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value.toString());
    }
  }

  @SuppressWarnings("unchecked") // So the generator declares it.
  private List<String> run(List<String> arguments) throws MojoExecutionException {
    Consumer<String> warnings = warning -> getLog().warn(warning);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader classes =
        new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(classes);
      return (List<String>)
          Class.forName(GENERATOR, true, classes)
              .getMethod("run", Consumer.class, String[].class)
              .invoke(null, warnings, arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new MojoExecutionException(String.valueOf(cause.getMessage()), cause);
    } catch (ReflectiveOperationException | IOException e) {
      throw new MojoExecutionException("the generator cannot be run: " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The generator comes behind what the project has. */
  private URL[] urls() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String each : classPath) {
      urls.add(new File(each).toURI().toURL());
    }
    urls.add(ContractGenerator.class.getProtectionDomain().getCodeSource().getLocation());
    return urls.toArray(URL[]::new);
  }
}
