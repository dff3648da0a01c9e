package org.spillway.benchmarks.flashcrowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A picture of lines over two axes, as SVG that can be read in light and in dark mode.
 *
 * @param title is written above
 * @param series up to four; each has a colour and a dash pattern of its own
 */
record Chart(String title, Axis across, Axis up, List<Series> series) {
  private static final int MOST_SERIES = 4;
  private static final int WIDTH = 680;
  private static final int HEIGHT = 420;
  private static final int LEFT = 56;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 72;
  private static final int BOTTOM = HEIGHT - 56;
  private static final int LINE_HEIGHT = 22;

  /**
   * The style has plain values and no variables, because not every program that draws SVG knows
   * those.
   */
  private static final String STYLE =
      """
      text { font: 14px sans-serif; fill: #222; }
      .title { font-weight: bold; font-size: 16px; }
      .middle { text-anchor: middle; }
      .end { text-anchor: end; }
      .paper { fill: #fff; }
      .grid { stroke: #ddd; }
      .axis { stroke: #222; }
      polyline, .sample { fill: none; stroke-width: 2.5; }
      .line0 { stroke: #777; color: #777; }
      .line1 { stroke: #0b66c3; color: #0b66c3; }
      .line2 { stroke: #b2560d; color: #b2560d; }
      .line3 { stroke: #222; color: #222; }
      .line0 { stroke-dasharray: 8 4; }
      .line3 { stroke-dasharray: 2 4; }
      circle { stroke: none; fill: currentColor; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .paper { fill: #0d1117; }
        .grid { stroke: #333b44; }
        .axis { stroke: #e6edf3; }
        .line0 { stroke: #9aa4ae; color: #9aa4ae; }
        .line1 { stroke: #58a6ff; color: #58a6ff; }
        .line2 { stroke: #f0a35e; color: #f0a35e; }
        .line3 { stroke: #e6edf3; color: #e6edf3; }
      }
      """;

  Chart {
    series = List.copyOf(series);
    if (series.size() > MOST_SERIES) {
      throw new IllegalArgumentException("a chart has up to 4 lines, not " + series.size());
    }
  }

  String toSvg() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">"
            .formatted(WIDTH, HEIGHT));
    lines.add("<title>" + escaped(title) + "</title>");
    lines.add("<style>\n" + STYLE + "</style>");
    lines.add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>".formatted(WIDTH, HEIGHT));
    lines.add(text("title", LEFT, 26, title));
    addAxes(lines);
    lines.add(
        "<rect class=\"paper\" x=\"%d\" y=\"%d\" width=\"250\" height=\"%d\"/>"
            .formatted(LEFT + 8, TOP + 4, series.size() * LINE_HEIGHT));
    for (int i = 0; i < series.size(); i++) {
      addLegend(lines, i);
      addLine(lines, i);
    }
    lines.add("</svg>\n");
    return String.join("\n", lines);
  }

  private void addAxes(List<String> lines) {
    for (int tick : up.ticks()) {
      double y = y(tick);
      lines.add(line(tick == 0 ? "axis" : "grid", LEFT, y, RIGHT, y));
      lines.add(text("end", LEFT - 8, y + 5, Integer.toString(tick)));
    }
    for (int tick : across.ticks()) {
      lines.add(line("axis", x(tick), BOTTOM, x(tick), BOTTOM + 5));
      lines.add(text("middle", x(tick), BOTTOM + 22, Integer.toString(tick)));
    }
    lines.add(text("", LEFT, TOP - 16, up.label()));
    lines.add(text("middle", (LEFT + RIGHT) / 2.0, BOTTOM + 44, across.label()));
  }

  private void addLine(List<String> lines, int index) {
    var points = series.get(index).points();
    String corners =
        points.stream()
            .map(point -> number(x(point.x())) + ',' + number(y(point.y())))
            .collect(Collectors.joining(" "));
    lines.add("<polyline class=\"line%d\" points=\"%s\"/>".formatted(index, corners));
    for (Series.Point point : points) {
      lines.add(
          "<circle class=\"line%d\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>"
              .formatted(index, number(x(point.x())), number(y(point.y()))));
    }
  }

  /**
   * Adds the legend in the upper left corner, which is free because curves that grow with the crowd
   * begin below it.
   */
  private void addLegend(List<String> lines, int index) {
    double y = TOP + 16.0 + index * LINE_HEIGHT;
    lines.add(line("sample line" + index, LEFT + 16, y, LEFT + 52, y));
    lines.add(text("", LEFT + 60, y + 5, series.get(index).name()));
  }

  private double x(double value) {
    return LEFT + across.position(value) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return BOTTOM - up.position(value) * (BOTTOM - TOP);
  }

  private static String line(String type, double x1, double y1, double x2, double y2) {
    return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>"
        .formatted(type, number(x1), number(y1), number(x2), number(y2));
  }

  private static String text(String type, double x, double y, String text) {
    String attribute = type.isEmpty() ? "" : " class=\"" + type + '"';
    return "<text%s x=\"%s\" y=\"%s\">%s</text>"
        .formatted(attribute, number(x), number(y), escaped(text));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
