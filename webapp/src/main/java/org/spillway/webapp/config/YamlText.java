package org.spillway.webapp.config;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes a key and its value as one line of YAML that {@link YamlFile} reads as it was. */
final class YamlText {
  /** The types that need no quotes. Any other text that YAML might convert needs them. */
  private static final Set<Tag> PLAIN = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL);

  private static final Resolver RESOLVER = new Resolver();

  private YamlText() {}

  static String line(Key<?> key, List<String> items) {
    Node value = key.isList() ? list(items) : scalar(items.get(0));
    var tuple = new NodeTuple(scalar(key.toString()), value);
    return write(new MappingNode(Tag.MAP, List.of(tuple), FlowStyle.BLOCK));
  }

  private static Node list(List<String> items) {
    List<Node> nodes = items.stream().map(YamlText::scalar).toList();
    return new SequenceNode(Tag.SEQ, nodes, FlowStyle.FLOW);
  }

  private static Node scalar(String text) {
    var resolved = RESOLVER.resolve(NodeId.scalar, text, true);
    var tag = PLAIN.contains(resolved) ? resolved : Tag.STR;
    return new ScalarNode(tag, text, null, null, style(text));
  }

  /** Returns the style of a text: only double quotes keep one with line breaks on one line. */
  private static ScalarStyle style(String text) {
    boolean isOneLine =
        text.codePoints()
            .noneMatch(
                c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF');
    return isOneLine ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
  }

  private static String write(Node node) {
    var options = new DumperOptions();
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setAllowUnicode(true);
    try (var out = new StringWriter()) {
      new Yaml(options).serialize(node, out);
      return out.toString().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
