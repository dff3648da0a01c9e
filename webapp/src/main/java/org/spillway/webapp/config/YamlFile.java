package org.spillway.webapp.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.catalog.source.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML file node by node, so that each value keeps its line and column, and a list its
 * items. Keys are nested or have dots; each may be given once, in either form (YAML 1.2 §3.2.1.3).
 */
public final class YamlFile {
  private static final int LARGEST = 1024 * 1024;

  private final Path file;
  private final KeyTable keys;
  private final Values values;

  /** The lines of the keys so far, by their full names. */
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(Path file, KeyTable keys, Values values) {
    this.file = file;
    this.keys = keys;
    this.values = values;
  }

  /**
   * Reads a file. The values keep its mistakes; a file that cannot be read is one.
   *
   * @return the values that were given
   */
  public static Values read(Path file, KeyTable keys, Values values) {
    new YamlFile(file, keys, values).read();
    return values;
  }

  private void read() {
    try {
      if (Files.size(file) > LARGEST) {
        values.wrong(
            Place.file(file), "must be at most 1 MiB long, which is more than all keys need");
        return;
      }
      // A byte order mark is no part of the text.
      root(
          new Yaml(new LoaderOptions())
              .compose(new StringReader(text().replaceFirst("^\uFEFF", ""))));
    } catch (MarkedYAMLException e) {
      values.wrong(place(e), "is not YAML: " + Quoted.plain(String.valueOf(e.getProblem())));
    } catch (YAMLException e) {
      values.wrong(
          Place.file(file), "is not YAML: " + Quoted.plain(String.valueOf(e.getMessage())));
    } catch (CharacterCodingException e) {
      values.wrong(Place.file(file), "is not in UTF-8");
    } catch (IOException e) {
      values.wrong(Place.file(file), "cannot be read: " + Problem.of(e));
    }
  }

  private String text() throws IOException {
    return Files.readString(file);
  }

  private Place place(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    return mark == null
        ? Place.file(file)
        : Place.inFile(file, mark.getLine() + 1, mark.getColumn() + 1, "");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private Place place(Node node, String key) {
    return Place.inFile(file, line(node), node.getStartMark().getColumn() + 1, key);
  }

  /** Reads the root node, which a file without any key does not have. */
  private void root(@org.jspecify.annotations.Nullable Node root) {
    if (root instanceof MappingNode mapping) {
      mapping("", mapping, false);
    } else if (root != null && !root.getTag().equals(Tag.NULL)) {
      values.wrong(place(root, ""), "keys and values are expected, such as http.port: 8080");
    }
  }

  /**
   * @param prefix an empty text, or the name of the section with a dot behind it
   * @param isRepeated whether this block is reported already, because it is the second of its name
   */
  private void mapping(String prefix, MappingNode mapping, boolean isRepeated) {
    Map<String, Integer> inBlock = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        values.wrong(place(tuple.getKeyNode(), ""), "a key must be a name such as http.port");
      } else if (key.getTag().equals(Tag.MERGE)) {
        values.wrong(
            place(key, "<<"), "merging blocks is not supported; write the keys themselves");
      } else {
        String name = prefix + key.getValue();
        var first = Optional.ofNullable(inBlock.putIfAbsent(key.getValue(), line(key)));
        first.ifPresent(line -> twice(key, name, line));
        entry(name, key, tuple.getValueNode(), isRepeated || first.isPresent());
      }
    }
  }

  private void twice(Node key, String name, int line) {
    String advice = keys.isSection(name) ? "join the two blocks" : "remove one of them";
    String problem = "is given twice, first in line " + line + "; " + advice;
    keys.find(name)
        .ifPresentOrElse(
            known -> values.wrong(known, place(key, name), problem),
            () -> values.wrong(place(key, name), problem));
  }

  private void entry(String name, Node keyNode, Node value, boolean isRepeated) {
    var key = keys.find(name);
    if (key.isPresent()) {
      value(key.get(), keyNode, value, isRepeated);
    } else if (!keys.isSection(name)) {
      values.wrong(place(keyNode, name), keys.unknown(name));
    } else if (value instanceof MappingNode section) {
      mapping(name + ".", section, isRepeated);
    } else if (!value.getTag().equals(Tag.NULL)) {
      values.wrong(place(value, name), "must be a block of keys, not a value");
    }
  }

  private void value(Key<?> key, Node keyNode, Node value, boolean isRepeated) {
    String name = key.toString();
    var first = Optional.ofNullable(lines.putIfAbsent(name, line(keyNode)));
    if (first.isPresent()) {
      if (!isRepeated) {
        twice(keyNode, name, first.get());
      }
    } else if (value instanceof SequenceNode list && key.isList()) {
      list(key, list);
    } else if (value instanceof ScalarNode scalar) {
      scalar(key, scalar);
    } else {
      String kind = value instanceof SequenceNode ? "a list" : "a block of keys";
      String expected = key.isList() ? "a list" : "one value";
      values.wrong(key, place(value, name), "must be " + expected + ", was " + kind);
    }
  }

  private void scalar(Key<?> key, ScalarNode scalar) {
    var place = place(scalar, key.toString());
    var problem = problem(scalar);
    if (problem.isPresent()) {
      values.wrong(key, place, problem.get());
    } else if (key.isList() || scalar.getValue().isEmpty()) {
      values.set(key, scalar.getValue(), place);
    } else {
      values.set(key, List.of(new Values.Item(scalar.getValue(), place)), place);
    }
  }

  private void list(Key<?> key, SequenceNode list) {
    List<Values.Item> items = new ArrayList<>();
    for (Node node : list.getValue()) {
      var place = place(node, key.toString());
      var problem = problem(node);
      if (problem.isPresent()) {
        values.wrong(key, place, problem.get());
      } else {
        items.add(new Values.Item(((ScalarNode) node).getValue(), place));
      }
    }
    if (items.size() == list.getValue().size()) {
      values.set(key, items, place(list, key.toString()));
    }
  }

  /** Returns the problem with a node that should be a text. */
  private static Optional<String> problem(Node node) {
    if (!(node instanceof ScalarNode)) {
      return Optional.of("must be one text, was a list or a block of keys");
    }
    if (node.getTag().equals(Tag.NULL)) {
      return Optional.of("has no value; give it one, or remove the line");
    }
    boolean isPlain = node.getTag().startsWith(Tag.PREFIX) && !node.getTag().equals(Tag.BINARY);
    return isPlain ? Optional.empty() : Optional.of("has a tag, which is not supported; remove it");
  }
}
