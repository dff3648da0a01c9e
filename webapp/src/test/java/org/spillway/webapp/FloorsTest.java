package org.spillway.webapp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house: four floors, no arrow up, no circle, and doors that do not know each other. */
@AnalyzeClasses(packages = "org.spillway", importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

  @ArchTest
  static final ArchRule floors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("torrent")
          .definedBy("org.spillway.torrent..")
          .layer("net")
          .definedBy("org.spillway.net..")
          .layer("catalog")
          .definedBy("org.spillway.catalog..")
          .layer("tracker")
          .definedBy("org.spillway.tracker..")
          .layer("swarm")
          .definedBy("org.spillway.swarm..")
          .layer("client")
          .definedBy("org.spillway.client..")
          .layer("negotiation")
          .definedBy("org.spillway.negotiation..")
          .layer("dns-fallback")
          .definedBy("org.spillway.dns..")
          .layer("seeder")
          .definedBy("org.spillway.seeder..")
          .layer("webapp")
          .definedBy("org.spillway.webapp..")
          .layer("testing")
          .definedBy("org.spillway.testing..")
          .whereLayer("testing")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("testing")
          .mayNotAccessAnyLayer()
          .whereLayer("net")
          .mayOnlyBeAccessedByLayers(
              "tracker", "swarm", "client", "dns-fallback", "seeder", "webapp")
          .whereLayer("net")
          .mayNotAccessAnyLayer()
          .whereLayer("torrent")
          .mayNotAccessAnyLayer()
          .whereLayer("webapp")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("negotiation")
          .mayOnlyBeAccessedByLayers("webapp")
          .whereLayer("dns-fallback")
          .mayOnlyBeAccessedByLayers("webapp")
          .whereLayer("seeder")
          .mayOnlyBeAccessedByLayers("webapp")
          .whereLayer("tracker")
          .mayOnlyBeAccessedByLayers("webapp")
          .whereLayer("swarm")
          .mayOnlyBeAccessedByLayers("client", "seeder", "webapp")
          .whereLayer("client")
          .mayOnlyBeAccessedByLayers("webapp")
          .whereLayer("catalog")
          .mayOnlyBeAccessedByLayers("negotiation", "dns-fallback", "seeder", "webapp");

  @ArchTest
  static final ArchRule noCircles =
      slices().matching("org.spillway.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sourcesOfContentDoNotKnowEachOther =
      slices().matching("org.spillway.catalog.(folder|s3)").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule torrentUsesTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("org.spillway.torrent..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.spillway.torrent..", "java..", "javax.security..", "org.jspecify..");

  @ArchTest
  static final ArchRule netUsesTheJdkOnlyButForSockets =
      classes()
          .that()
          .resideInAPackage("org.spillway.net")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.spillway.net", "java..", "org.jspecify..");

  /** Users of these modules alone have no Netty (ADR 41). */
  @ArchTest
  static final ArchRule onlyServersAndPeersUseNetty =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.spillway.net.sockets..",
              "org.spillway.swarm..",
              "org.spillway.client..",
              "org.spillway.tracker..",
              "org.spillway.dns..",
              "org.spillway.webapp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "org.spillway.net.sockets..");

  @ArchTest
  static final ArchRule torrentReadsNoFileAndOpensNoSocket =
      noClasses()
          .that()
          .resideInAPackage("org.spillway.torrent..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.net\\.(Datagram|Server)?Socket|java\\.io\\.File.*");

  @ArchTest
  static final ArchRule onlyWebappReadsConfiguration =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.spillway.webapp..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  /** The client asks for the system's name. Tests start JVMs like their own. */
  @ArchTest
  static final ArchRule onlyWebappReadsProperties =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.spillway.webapp..", "org.spillway.client..", "org.spillway.testing..")
          .should()
          .callMethod(System.class, "getProperty", String.class);
}
