package dev.nave.maven;

import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails the build if a committed file is not as {@code generate} would write it. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class CheckMojo extends AbstractContractMojo {
  /** Creates the goal; Maven sets its fields. */
  public CheckMojo() {}

  @Override
  void addTo(List<String> arguments) {
    arguments.add("--check");
  }

  @Override
  void finish(List<String> files) throws MojoFailureException {
    if (!files.isEmpty()) {
      throw new MojoFailureException(
          "not as they would be generated: "
              + String.join(", ", files)
              + "; update them with mvn compile nave:generate");
    }
  }
}
