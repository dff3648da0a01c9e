package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@link FloorsTest} holds for modules, within them: types of a package form no circle, other
 * modules use what a module shows in its root package, and no two types share a simple name. Each
 * list of exceptions is exact, so that it can only shrink.
 */
@AnalyzeClasses(packages = "org.spillway", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
  private static final String BASE = "org.spillway.";

  /** Every package of this module is a face: what BitTorrent is has no inside. */
  private static final String VOCABULARY = "torrent";

  @ArchTest
  static void typesOfAPackageFormNoCircle(JavaClasses classes) {
    var graph = new TypeGraph();
    for (JavaClass type : classes) {
      var from = TypeGraph.outermost(type);
      graph.add(from);
      TypeGraph.permitted(type).forEach(to -> graph.addFamily(from, to));
      // What is generated from a record is a part of it.
      String builder = type.getName().replace("$", "") + "Builder";
      if (type.isRecord() && classes.contain(builder)) {
        graph.addFamily(from, builder);
      }
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> TypeGraph.outermost(dependency.getTargetClass()))
          .filter(to -> to.getPackageName().equals(from.getPackageName()))
          .forEach(to -> graph.addArrow(from, to));
    }
    assertThat(graph.circles()).containsExactlyInAnyOrderElementsOf(KnownExceptions.CIRCLES);
  }

  @ArchTest
  static void otherModulesUseTheRootPackage(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (JavaClass type : classes) {
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> TypeGraph.outermost(dependency.getTargetClass()))
          .filter(to -> isOurs(to) && !moduleOf(to).equals(moduleOf(type)) && isInside(to))
          .forEach(to -> found.add(moduleOf(type) + " uses " + to.getName().replace(BASE, "")));
    }
    assertThat(found).containsExactlyElementsOf(new TreeSet<>(KnownExceptions.INSIDE));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(BASE);
  }

  /** The part of the package's name that names the module. */
  private static String moduleOf(JavaClass type) {
    String rest = (type.getPackageName() + ".").replace(BASE, "");
    return rest.substring(0, rest.indexOf('.'));
  }

  private static boolean isInside(JavaClass type) {
    return !moduleOf(type).equals(VOCABULARY)
        && !type.getPackageName().equals(BASE + moduleOf(type))
        && !KnownExceptions.FACES.contains(type.getPackageName());
  }

  /** In a stack trace or a search, a simple name says which type is meant. */
  @ArchTest
  static void noSimpleNameTwice(JavaClasses classes) throws IOException {
    var modules = new TreeMap<String, Set<String>>();
    for (Path source : sources()) {
      String name = source.getFileName().toString().replace(".java", "");
      modules.computeIfAbsent(name, key -> new TreeSet<>()).add(source.getName(1).toString());
    }
    modules.keySet().removeAll(List.of("package-info", "module-info"));
    var found =
        modules.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(entry -> entry.getKey() + " in " + String.join(", ", entry.getValue()))
            .toList();
    assertThat(found).containsExactlyElementsOf(KnownExceptions.NAMES);
  }

  /** The sources of all modules, benchmarks included; {@code ../MODULE/src/main/java/...}. */
  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    try (var modules = Files.newDirectoryStream(Path.of(".."))) {
      for (Path module : modules) {
        var main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          sources.addAll(javaBelow(main));
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(500);
    return sources;
  }

  private static Set<Path> javaBelow(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
