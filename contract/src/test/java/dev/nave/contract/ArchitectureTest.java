package dev.nave.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule nothingInternalOfHubsIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.tools..",
                  "javax.lang.model..",
                  "com.sun.source..",
                  "dev.nave.contract..",
                  "dev.nave.hub",
                  "dev.nave.hub.description",
                  "dev.nave.hub.protocol..",
                  "tools.jackson..",
                  "com.fasterxml.jackson.annotation..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.nave.contract.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modelKnowsNoMapper =
      classes()
          .that()
          .resideInAPackage("dev.nave.contract.model")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "dev.nave.contract.model", "org.jspecify.."));
}
