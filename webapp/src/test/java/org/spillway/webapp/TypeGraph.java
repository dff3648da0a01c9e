package org.spillway.webapp;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Top-level types and which of them use which. A sealed type and what it permits are one family,
 * and count as one: they have to know each other.
 */
final class TypeGraph {
  private final Map<String, Set<String>> arrows = new HashMap<>();

  /** For each type another one of its family, up to the one that stands for all. */
  private final Map<String, String> families = new HashMap<>();

  static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(TypeGraph::outermost).orElse(type);
  }

  /** The outermost types of what a sealed type permits; none for other types. */
  static Stream<String> permitted(JavaClass type) {
    if (type.getSubclasses().isEmpty()) {
      // Those of optional libraries could not be loaded here.
      return Stream.empty();
    }
    return Stream.ofNullable(type.reflect().getPermittedSubclasses())
        .flatMap(Arrays::stream)
        .map(TypeGraph::outermost);
  }

  private static String outermost(Class<?> type) {
    var enclosing = type.getEnclosingClass();
    return enclosing == null ? type.getName() : outermost(enclosing);
  }

  void add(JavaClass type) {
    arrows.computeIfAbsent(type.getName(), name -> new TreeSet<>());
  }

  void addArrow(JavaClass from, JavaClass to) {
    add(to);
    arrows.computeIfAbsent(from.getName(), name -> new TreeSet<>()).add(to.getName());
  }

  void addFamily(JavaClass type, String other) {
    String head = head(type.getName());
    if (!head.equals(head(other))) {
      families.put(head(other), head);
    }
  }

  private String head(String type) {
    String next = families.get(type);
    return next == null ? type : head(next);
  }

  /** Each circle as the simple names of its types in order, behind the name of their package. */
  Set<String> circles() {
    var contracted = contracted();
    var circles = new TreeSet<String>();
    for (String family : contracted.keySet()) {
      var reached = reachable(family, contracted);
      var circle = new TreeSet<String>();
      reached.stream()
          .filter(other -> reachable(other, contracted).contains(family))
          .forEach(circle::add);
      if (circle.size() > 1) {
        circles.add(described(circle));
      }
    }
    return circles;
  }

  private Map<String, Set<String>> contracted() {
    Map<String, Set<String>> contracted = new HashMap<>();
    arrows.forEach(
        (from, all) -> {
          var targets = contracted.computeIfAbsent(head(from), name -> new HashSet<>());
          all.stream().map(this::head).filter(to -> !to.equals(head(from))).forEach(targets::add);
        });
    return contracted;
  }

  private static Set<String> reachable(String start, Map<String, Set<String>> arrows) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      for (String to : arrows.getOrDefault(next.pop(), Set.of())) {
        if (reached.add(to)) {
          next.push(to);
        }
      }
    }
    return reached;
  }

  private static String described(Set<String> types) {
    String first = types.iterator().next();
    int end = first.lastIndexOf('.');
    return first.substring(0, end)
        + ": "
        + String.join(" ", types.stream().map(name -> name.substring(end + 1)).toList());
  }
}
