package dev.nave.tracing.opentelemetry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.tracing.opentelemetry",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule nothingIsUsedButWhatApplicationsMeetOfHubsAndTheApiOfOpenTelemetry =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "dev.nave.tracing.opentelemetry",
                  "dev.nave.hub",
                  "io.opentelemetry.api..",
                  "io.opentelemetry.context..",
                  "org.jspecify.."));
}
