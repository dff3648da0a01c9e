package org.spillway.webapp.config;

import java.io.PrintWriter;
import java.util.List;

/**
 * Prints the values in force as YAML, with the description of each key and the source of its value.
 * Spillway reads that as the same values. Secrets are left out.
 */
public final class ConfigText {
  private final Values values;

  public ConfigText(Values values) {
    this.values = values;
  }

  public void print(PrintWriter out) {
    for (Key<?> key : Keys.ALL) {
      out.println("# " + key.description());
      out.println(line(key));
      out.println();
    }
    out.flush();
  }

  private String line(Key<?> key) {
    var setting = values.setting(key);
    if (setting.isPresent()) {
      return line(key, setting.get());
    }
    return key.hasDefault() ? YamlText.line(key, key.defaultItems()) : "# " + key + ":";
  }

  private static String line(Key<?> key, Values.Setting<?> setting) {
    String from = "# from " + setting.place().name();
    if (key.isSecret()) {
      return "# " + key + ": is secret and therefore not printed; copy it yourself " + from;
    }
    return YamlText.line(key, texts(setting)) + "  " + from;
  }

  private static List<String> texts(Values.Setting<?> setting) {
    return setting.items().stream().map(Values.Item::text).toList();
  }

  /** Returns the table of keys in Markdown. */
  public static String markdown() {
    var table =
        new StringBuilder("| key | default | value | what it is for |\n|---|---|---|---|\n");
    for (Key<?> key : Keys.ALL) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key, code(key), cell(key.kind().expected()), cell(about(key))));
    }
    return table.toString();
  }

  private static String code(Key<?> key) {
    String text = String.join(", ", key.defaultItems());
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String about(Key<?> key) {
    return key.description()
        + (key.isSecret() ? ". Secret: never printed" : "")
        + (key.isReloadable() ? ". The file is read again when it changes" : "");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
  }
}
