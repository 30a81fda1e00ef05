package dev.nave.maven;

import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes typed clients and an AsyncAPI document; files whose text is the same stay untouched. */
@Mojo(
    name = "generate",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class GenerateMojo extends AbstractContractMojo {
  /** Creates the goal; Maven sets its fields. */
  public GenerateMojo() {}

  @Override
  void addTo(List<String> arguments) {}

  @Override
  void finish(List<String> files) {
    if (files.isEmpty()) {
      getLog().info("everything is up to date");
    }
    files.forEach(file -> getLog().info("wrote " + file));
  }
}
