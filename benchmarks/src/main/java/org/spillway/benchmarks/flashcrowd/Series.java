package org.spillway.benchmarks.flashcrowd;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name for the legend
 * @param points in the order of x
 */
record Series(String name, List<Point> points) {

  record Point(double x, double y) {}

  Series {
    points = List.copyOf(points);
  }
}
