package dev.nave.backplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String CONTRACT = "dev.nave.backplane";
  private static final String IN_MEMORY = "dev.nave.backplane.inmemory";
  private static final String DIRECTORY = "dev.nave.backplane.directory";
  private static final String OPTIONS = "dev.nave.backplane.options";

  /** Annotations without effect at run time; the second kind is not even on the class path then. */
  private static final String[] LIBRARIES = {
    "java..", "org.jspecify.annotations..", "com.google.errorprone.annotations.."
  };

  private final JavaClasses module =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(CONTRACT);

  @Test
  void contractDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(CONTRACT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(LIBRARIES, CONTRACT))
        .check(module);
  }

  @Test
  void inMemoryImplementationDependsOnTheContractsAlone() {
    classes()
        .that()
        .resideInAPackage(IN_MEMORY)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(LIBRARIES, CONTRACT, DIRECTORY, IN_MEMORY))
        .check(module);
  }

  @Test
  void directoryDependsOnTheContractAlone() {
    classes()
        .that()
        .resideInAPackage(DIRECTORY)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(LIBRARIES, CONTRACT, DIRECTORY))
        .check(module);
  }

  @Test
  void optionsDependOnTheContractAlone() {
    classes()
        .that()
        .resideInAPackage(OPTIONS)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(LIBRARIES, CONTRACT, OPTIONS))
        .check(module);
  }

  @Test
  void moduleHasNoOtherPackages() {
    classes().should().resideInAnyPackage(CONTRACT, DIRECTORY, IN_MEMORY, OPTIONS).check(module);
  }

  @Test
  void packagesHaveNoCycle() {
    slices().matching("dev.nave.(**)").should().beFreeOfCycles().check(module);
  }

  private static String[] and(String[] libraries, String... packages) {
    String[] all = Arrays.copyOf(libraries, libraries.length + packages.length);
    System.arraycopy(packages, 0, all, libraries.length, packages.length);
    return all;
  }
}
